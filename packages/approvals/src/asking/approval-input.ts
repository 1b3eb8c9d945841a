import {
  checkId,
  checkIdentity,
  checkInteger,
  checkLabels,
  checkList,
  checkText,
  type Duration,
  durationMs,
  encodeJson,
  invalid,
  type JsonObject,
  printable,
} from '@agentcoord/core';

export interface ApprovalInput {
  /** A short name that policies and delegations match: `deploy`. One line of printable text, at most 200 characters. */
  action: string;
  /** For who decides; at most 8,000 characters. */
  description?: string;
  /** The exact arguments, at most 16 KiB of JSON: approved is this and nothing else. */
  details?: JsonObject;
  tags?: string[];
  /** Then it is expired, which is denied. Default `'5m'`. */
  timeout?: Duration;
  /** How long after the decision it can be used. Default: as `timeout`. */
  validFor?: Duration;
  /** How many different approvers it takes; one rejection is enough to reject. Default 1, at most 20. */
  quorum?: number;
  /** Names of those who may decide. Left out: everybody but the requester. */
  approvers?: string[];
  /** Your own id: asking again with it, for the same action, goes on with the same request. */
  id?: string;
}

export interface CheckedInput {
  id?: string;
  action: string;
  description?: string;
  details?: JsonObject;
  tags: string[];
  timeoutMs: number;
  validForMs: number;
  quorum: number;
  approvers?: string[];
}

const MAX_DETAILS_BYTES = 16 * 1024;
const MAX_DESCRIPTION_CHARACTERS = 8_000;
const DEFAULT_TIMEOUT = '5m';

export function checkInput(input: ApprovalInput): CheckedInput {
  const { description, details, approvers, id } = input;
  const quorum = checkInteger(input.quorum ?? 1, 'quorum', 1, 20);
  const names = approvers && checkNames(approvers);
  if (names && names.length < quorum)
    throw invalid('approvers', `at least ${quorum} names, as many as quorum`);
  const timeoutMs = checkSpan(input.timeout ?? DEFAULT_TIMEOUT, 'timeout');
  return {
    ...(id === undefined ? {} : { id: checkId(id, 'id') }),
    ...checkAction(input),
    ...(description === undefined ? {} : { description: checkDescription(description) }),
    ...(details === undefined ? {} : { details: checkDetails(details) }),
    timeoutMs,
    validForMs: input.validFor === undefined ? timeoutMs : checkSpan(input.validFor, 'validFor'),
    quorum,
    ...(names ? { approvers: names } : {}),
  };
}

function checkAction(input: Pick<ApprovalInput, 'action' | 'tags'>): { action: string; tags: string[] } {
  const action = checkText(input.action, 'action', { maxLength: 200 }).normalize('NFC');
  if (action.trim() !== action || printable(action, { singleLine: true }) !== action) {
    throw invalid('action', 'one line of printable text without spaces at its ends', input.action);
  }
  return { action, tags: checkLabels(input.tags ?? [], 'tags', 16) };
}

function checkDescription(description: string): string {
  return checkText(description, 'description', { minLength: 0, maxLength: MAX_DESCRIPTION_CHARACTERS });
}

function checkDetails(details: JsonObject): JsonObject {
  if (typeof details !== 'object' || details === null || Array.isArray(details))
    throw invalid('details', 'an object', details);
  encodeJson(details, 'details', MAX_DETAILS_BYTES);
  return details;
}

function checkNames(names: string[]): string[] {
  const checked = checkList(names, 'approvers', 20, 1).map((name, index) =>
    checkIdentity(name, `approvers[${index}]`),
  );
  return [...new Set(checked)].sort();
}

function checkSpan(value: Duration, field: string): number {
  const ms = durationMs(value, field);
  if (ms < 1) throw invalid(field, 'at least 1 ms', value);
  return ms;
}
