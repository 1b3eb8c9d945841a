import type { LocalRecord } from '../record/local-record.js';
import { storeOwner } from '../record/ownership.js';
import { type Position, samePosition } from '../record/position.js';
import type { RedisRecord } from '../record/redis-record.js';
import { type LocalMove, type RedisMove, refuse } from './move.js';

/** Shared → solo, first step, in one script in Redis: Redis stops, and its state is final. */
export function takeBack(
  local: LocalRecord,
  redis: RedisRecord,
  facts: { mayOwnLocally: boolean; hasOtherSessions: boolean },
): RedisMove {
  if (!facts.mayOwnLocally) return refuse('this store may not own while Redis is configured');
  if (facts.hasOtherSessions) return refuse('another store is in this namespace');
  if (!redis.adopted || redis.ownership?.owner !== 'redis') return refuse('Redis does not own the namespace');
  if (local.phase !== 'follower' || local.epoch !== redis.ownership.epoch)
    return refuse('this store does not follow the present owner');
  return {
    allowed: true,
    ownership: { owner: storeOwner(local.storeId), epoch: redis.ownership.epoch + 1 },
    grantsHeldBackMs: 0,
  };
}

/**
 * Second step, and the last of binding, in the store: it owns once it has everything Redis has. It runs nothing
 * before its first look: what was read from Redis to get here may be old by now.
 */
export function becomeOwner(local: LocalRecord, redis: RedisRecord, at: { position: Position }): LocalMove {
  const { ownership, adopted } = redis;
  if (!adopted || ownership?.owner !== storeOwner(local.storeId))
    return refuse('Redis does not name this store as the owner');
  if (local.phase !== 'follower' && local.phase !== 'unbound' && local.phase !== 'unseen')
    return refuse(`a store that is ${local.phase} does not become the owner`);
  if (ownership.epoch <= local.epoch) return refuse('that ownership is older than what this store knows');
  if (local.phase === 'follower' && !samePosition(redis.position, at.position))
    return refuse('this store has not applied every event yet');
  return {
    allowed: true,
    record: { ...local, phase: 'owner', owner: ownership.owner, epoch: ownership.epoch },
  };
}
