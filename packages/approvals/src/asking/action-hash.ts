import { canonicalJson, type JsonObject, type JsonValue, sha256 } from '@agentcoord/core';

/** What exactly is to be done: all of it is bound by the decision. */
export interface ApprovedAction {
  /** A short name that policies and delegations match: `deploy`, `deploy:production`. */
  action: string;
  description?: string;
  /** The exact arguments. */
  details?: JsonObject;
  tags?: readonly string[];
}

/** SHA-256 of the canonical JSON of an action: text in Unicode NFC, tags as a sorted set, nothing left out. */
export function actionHash({ action, description, details, tags }: ApprovedAction): string {
  const normalised = normalise({
    action,
    description: description ?? '',
    details: details ?? {},
    tags: [...new Set(tags)].sort(),
  });
  return sha256(`agentcoord approval-action v1\n${canonicalJson(normalised)}`);
}

function normalise(value: JsonValue): JsonValue {
  if (typeof value === 'string') return value.normalize('NFC');
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(normalise);
  const fields = Object.entries(value).flatMap(([key, item]) =>
    item === undefined ? [] : [[key.normalize('NFC'), normalise(item)] as const],
  );
  return Object.fromEntries(fields);
}
