import { checkInteger, checkOneOf, invalid } from '../check.js';
import { checkId } from '../id.js';
import { EVENTS_LOG, type ReadLog } from '../storage/logs.js';
import type { JsonObject } from '../text/json.js';
import { encodeJson } from '../text/json.js';
import { DEFAULT_PAGE, MAX_MESSAGE_BYTES, MAX_PAGE } from './caps.js';
import { checkIdentity, checkName } from './names.js';

export interface AppendRequest {
  log: string;
  id: string;
  author?: string;
  queuedAt?: number;
  body: JsonObject;
}

export function checkAppend(request: AppendRequest): AppendRequest {
  if (typeof request.body !== 'object' || request.body === null || Array.isArray(request.body)) {
    throw invalid('body', 'an object', request.body);
  }
  encodeJson(request.body, 'body', MAX_MESSAGE_BYTES);
  return {
    log: checkWritableLog(request.log),
    id: checkId(request.id, 'id'),
    ...(request.author === undefined ? {} : { author: checkIdentity(request.author, 'author') }),
    ...(request.queuedAt === undefined ? {} : { queuedAt: checkWhole(request.queuedAt, 'queuedAt') }),
    body: request.body,
  };
}

export function checkRead(request: ReadLog): Required<Omit<ReadLog, 'before'>> & { before?: number } {
  return {
    log: checkName(request.log, 'log'),
    after: checkWhole(request.after ?? 0, 'after'),
    ...(request.before === undefined ? {} : { before: checkWhole(request.before, 'before') }),
    limit: request.limit === undefined ? DEFAULT_PAGE : checkInteger(request.limit, 'limit', 1, MAX_PAGE),
    order: checkOneOf(request.order ?? 'ascending', 'order', ['ascending', 'descending']),
  };
}

export function checkArchive(request: { log: string; upTo: number }): { log: string; upTo: number } {
  return { log: checkWritableLog(request.log), upTo: checkWhole(request.upTo, 'upTo') };
}

function checkWritableLog(value: unknown): string {
  const log = checkName(value, 'log');
  if (log === EVENTS_LOG)
    throw invalid('log', `a log other than ${EVENTS_LOG}, which the store writes by itself`);
  return log;
}

function checkWhole(value: unknown, field: string): number {
  return checkInteger(value, field, 0, Number.MAX_SAFE_INTEGER);
}
