import type { LocalRecord } from '../record/local-record.js';
import { storeOwner } from '../record/ownership.js';
import { type Position, samePosition } from '../record/position.js';
import type { RedisRecord } from '../record/redis-record.js';
import { type LocalMove, type RedisMove, refuse } from './move.js';

/** Solo → shared, first step, in the store: it stops. From here on Redis may own, so only Redis can be asked. */
export function beginHandOver(local: LocalRecord, redis: RedisRecord, isAskedFor: boolean): LocalMove {
  if (local.phase !== 'owner') return refuse('this store does not own the namespace');
  if (!isAskedFor) return refuse('nobody asked to join');
  if (!ownsAt(local, redis)) return refuse('Redis does not name this store as the owner: look first');
  return { allowed: true, record: { ...local, phase: 'handing-over', hasMetOthers: true } };
}

/**
 * Second step, in Redis: it owns. Refused unless Redis has every event by its own word: what the shipper
 * remembers of its last batch may be of another life of the server.
 */
export function completeHandOver(
  local: LocalRecord,
  redis: RedisRecord,
  at: { position: Position; grantsHeldBackMs: number },
): RedisMove {
  if (local.phase !== 'handing-over') return refuse('no handover has begun');
  if (!ownsAt(local, redis)) return refuse('Redis does not name this store as the owner');
  if (!samePosition(redis.position, at.position)) return refuse('Redis has not applied every event yet');
  return {
    allowed: true,
    ownership: { owner: 'redis', epoch: local.epoch + 1 },
    grantsHeldBackMs: at.grantsHeldBackMs,
  };
}

function names(local: LocalRecord, { ownership }: RedisRecord): boolean {
  return ownership?.owner === storeOwner(local.storeId) && ownership.epoch === local.epoch;
}

function ownsAt(local: LocalRecord, redis: RedisRecord): boolean {
  return redis.adopted && names(local, redis);
}
