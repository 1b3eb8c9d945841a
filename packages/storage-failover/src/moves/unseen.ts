import type { LocalRecord } from '../record/local-record.js';
import { storeOwner } from '../record/ownership.js';
import type { RedisRecord } from '../record/redis-record.js';
import { following } from './follow.js';
import { type LocalMove, refuse } from './move.js';

/** Redis is configured and gone at the very first start: the store works on its own until it sees Redis. */
export function workUnseen(local: LocalRecord, facts: { mayOwnLocally: boolean }): LocalMove {
  if (!facts.mayOwnLocally) return refuse('this store may not own while Redis is configured');
  if (local.phase !== 'unbound') return refuse('this store has seen Redis');
  return { allowed: true, record: { ...local, phase: 'unseen' } };
}

/** Redis is there and the namespace has an owner: the store stops, so that its leases end. */
export function stopUnseen(local: LocalRecord, redis: RedisRecord): LocalMove {
  if (local.phase !== 'unseen') return refuse('this store did not work unseen');
  if (redis.ownership === null) return refuse('nobody owns: bind');
  if (redis.ownership.owner === storeOwner(local.storeId)) return refuse('bound: become the owner');
  return { allowed: true, record: { ...local, phase: 'leaving' } };
}

/**
 * The owner takes in what was made unseen, and the store follows. Not before its last lease is over: its holders
 * know nothing of the owner, and the owner nothing of them.
 */
export function leaveUnseen(local: LocalRecord, redis: RedisRecord, hasLeases: boolean): LocalMove {
  if (local.phase !== 'leaving') return refuse('this store has not stopped');
  if (!redis.adopted || redis.ownership === null) return refuse('Redis has to be adopted or bound first');
  if (hasLeases) return refuse('leases granted here have not ended');
  return { allowed: true, record: following(local, redis.ownership) };
}
