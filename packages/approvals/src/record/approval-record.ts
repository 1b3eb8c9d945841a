import type { JsonObject, StoredRecord } from '@agentcoord/core';
import type { Delegation } from '../deciding/delegation.js';

export const APPROVALS = 'approvals';

/** Who asked. A type and not an interface, so that it counts as JSON. */
export type Requester = {
  name: string;
  /** One life of an agent; none for who is only a name. */
  incarnation?: string;
  /** The public key it signs with. */
  key?: string;
};

export type Verdict = 'approved' | 'rejected';

export type Vote = {
  /** Made by the decider: tells after a lost reply whether this vote was stored. */
  id: string;
  by: string;
  incarnation?: string;
  verdict: Verdict;
  reason?: string;
  /** Storage clock. */
  at: number;
  key?: string;
  signature?: string;
  delegation?: Delegation;
  /** The vote of a policy: its name. */
  policy?: string;
};

/** What is stored. Whether it is approved is not in here: that is judged from the votes by every reader. */
export type ApprovalRecord = {
  action: string;
  description?: string;
  details?: JsonObject;
  tags: string[];
  /** SHA-256 of the four fields above, normalised. */
  hash: string;
  requester: Requester;
  requestedAt: number;
  expiresAt: number;
  validForMs: number;
  quorum: number;
  approvers?: string[];
  votes: Vote[];
  /** The version of the record that holds the deciding vote. */
  decidedVersion?: number;
  cancelled?: { by: string; at: number; reason?: string };
  /** Somebody has seen that it expired. */
  expiredAt?: number;
  used?: { id: string; by: string; at: number };
};

export interface StoredApproval {
  id: string;
  version: number;
  updatedAt: number;
  record: ApprovalRecord;
}

/** `undefined` for what is no approval request: something that no workflow of ours has written. */
export function decodeApproval(stored: StoredRecord | undefined): StoredApproval | undefined {
  if (stored === undefined) return undefined;
  const { id, version, updatedAt, value } = stored;
  return isApproval(value) ? { id, version, updatedAt, record: value } : undefined;
}

/** Anybody may have written it, so its shape is not trusted. */
function isApproval(value: JsonObject): value is ApprovalRecord {
  const record = value as Partial<ApprovalRecord>;
  const { action, description, details, tags, hash, requester, votes, approvers, cancelled, used } = record;
  return (
    [action, hash].every(isText) &&
    [description].every(isTextOrNothing) &&
    (details === undefined || isObject(details)) &&
    isListOf(tags, isText) &&
    (approvers === undefined || isListOf(approvers, isText)) &&
    isObject(requester) &&
    isText(requester.name) &&
    [requester.incarnation, requester.key].every(isTextOrNothing) &&
    [record.requestedAt, record.expiresAt, record.validForMs, record.quorum].every(Number.isSafeInteger) &&
    isListOf(votes, isVote) &&
    (cancelled === undefined || isEnding(cancelled)) &&
    (used === undefined || isEnding(used))
  );
}

function isVote(value: unknown): value is Vote {
  if (!isObject(value)) return false;
  const { id, by, verdict, at, incarnation, reason, key, signature, policy, delegation } = value;
  return (
    [id, by].every(isText) &&
    (verdict === 'approved' || verdict === 'rejected') &&
    Number.isSafeInteger(at) &&
    [incarnation, reason, key, signature, policy].every(isTextOrNothing) &&
    (delegation === undefined || isObject(delegation))
  );
}

/** `cancelled` and `used`: by whom and when. */
function isEnding(value: unknown): boolean {
  return (
    isObject(value) && isText(value.by) && Number.isSafeInteger(value.at) && isTextOrNothing(value.reason)
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTextOrNothing(value: unknown): boolean {
  return value === undefined || isText(value);
}

function isListOf<T>(value: unknown, isItem: (item: unknown) => item is T): value is T[] {
  return Array.isArray(value) && value.every(isItem);
}
