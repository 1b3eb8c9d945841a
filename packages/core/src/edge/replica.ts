import { checkBoolean, checkInteger, invalid } from '../check.js';
import { checkId } from '../id.js';
import type { BatchOrigin, SetGate } from '../storage/replica/gate.js';
import type { Position } from '../storage/replica/position.js';
import type { ReplicaBatch } from '../storage/replica/replica.js';
import { encodeJson } from '../text/json.js';
import { MAX_DETAILS_BYTES } from './caps.js';
import { checkTtl } from './leases.js';
import { checkIdentity } from './names.js';

const MAX_EVENTS = 5_000;
const DEFAULT_EVENTS = 500;

export function checkEpoch(value: unknown, field = 'epoch'): number {
  return checkInteger(value, field, 0, Number.MAX_SAFE_INTEGER);
}

function checkPosition(value: Position, field: string): Position {
  return {
    epoch: checkEpoch(value?.epoch, `${field}.epoch`),
    sequence: checkInteger(value.sequence, `${field}.sequence`, 0, Number.MAX_SAFE_INTEGER),
  };
}

export function checkJoin(request: { storeId: string; host: string; ttlMs: number; announces?: boolean }) {
  const { storeId, host, ttlMs, announces } = request;
  return {
    storeId: checkId(storeId, 'storeId'),
    host: checkIdentity(host, 'host'),
    ttlMs: checkTtl(ttlMs),
    ...(announces === undefined ? {} : { announces: checkBoolean(announces, 'announces') }),
  };
}

export function checkLead({ holder, ttlMs }: { holder: string; ttlMs: number }) {
  return { holder: checkIdentity(holder, 'holder'), ttlMs: checkTtl(ttlMs) };
}

export function checkSetGate(request: SetGate): SetGate {
  const { ifPosition, ifAlone, ifAnnounced, admits, admitsUntil, applies, record, epoch, holdGrantsMs } =
    request;
  encodeJson(record, 'record', MAX_DETAILS_BYTES);
  return {
    ifVersion: checkEpoch(request.ifVersion, 'ifVersion'),
    ...(ifPosition === undefined ? {} : { ifPosition: checkPosition(ifPosition, 'ifPosition') }),
    ...(ifAlone === undefined ? {} : { ifAlone: checkId(ifAlone, 'ifAlone') }),
    ...(ifAnnounced === undefined ? {} : { ifAnnounced: checkAnnounced(ifAnnounced) }),
    admits: admits === null ? null : checkEpoch(admits, 'admits'),
    ...(admitsUntil === undefined ? {} : { admitsUntil: checkTime(admitsUntil, 'admitsUntil') }),
    applies: applies === null ? null : checkOrigin(applies, 'applies'),
    record,
    ...(epoch === undefined ? {} : { epoch: checkEpoch(epoch) }),
    ...(holdGrantsMs === undefined ? {} : { holdGrantsMs: checkTime(holdGrantsMs, 'holdGrantsMs') }),
  };
}

export function checkChanges({ after, limit = DEFAULT_EVENTS }: { after: Position; limit?: number }) {
  return { after: checkPosition(after, 'after'), limit: checkInteger(limit, 'limit', 1, MAX_EVENTS) };
}

export function checkSnapshot({ cursor, limit = DEFAULT_EVENTS }: { cursor?: string; limit?: number }) {
  if (cursor !== undefined && typeof cursor !== 'string')
    throw invalid('cursor', 'the cursor of an earlier page', cursor);
  return { cursor: cursor ?? '', limit: checkInteger(limit, 'limit', 1, MAX_EVENTS) };
}

/** Only what decides whether it is applied: what is in it was made by a store, and a half-made batch is rolled back whole. */
export function checkBatch(batch: ReplicaBatch): ReplicaBatch {
  checkOrigin(batch?.origin, 'batch.origin');
  checkPosition(batch.to, 'batch.to');
  if (batch.from !== null) checkPosition(batch.from, 'batch.from');
  else if (typeof batch.page !== 'string') throw invalid('batch.page', 'the cursor the page was asked with');
  checkInteger(batch.now, 'batch.now', 0, Number.MAX_SAFE_INTEGER);
  checkInteger(batch.fence, 'batch.fence', 0, Number.MAX_SAFE_INTEGER);
  return batch;
}

function checkOrigin(value: BatchOrigin, field: string): BatchOrigin {
  return {
    source: checkId(value?.source, `${field}.source`),
    epoch: checkEpoch(value.epoch, `${field}.epoch`),
  };
}

function checkAnnounced({ storeId, forMs }: { storeId: string; forMs: number }) {
  return { storeId: checkId(storeId, 'ifAnnounced.storeId'), forMs: checkTime(forMs, 'ifAnnounced.forMs') };
}

function checkTime(value: unknown, field: string): number {
  return checkInteger(value, field, 0, Number.MAX_SAFE_INTEGER);
}
