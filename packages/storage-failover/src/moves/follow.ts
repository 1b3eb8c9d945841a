import type { LocalRecord } from '../record/local-record.js';
import { storeOwner } from '../record/ownership.js';
import type { RedisRecord } from '../record/redis-record.js';
import { type LocalMove, refuse } from './move.js';

/** In a store: somebody else owns now. The last step of a handover, and how a host learns of the others. */
export function follow(local: LocalRecord, redis: RedisRecord): LocalMove {
  const { ownership, adopted } = redis;
  if (!adopted || ownership === null) return refuse('Redis has to be adopted or bound first');
  if (ownership.owner === storeOwner(local.storeId)) return refuse('this store is the owner');
  if (local.phase === 'owner') return refuse('an owner finds out by looking');
  if (local.phase === 'unseen' || local.phase === 'leaving') return refuse('what was made unseen goes first');
  if (ownership.epoch <= local.epoch) return refuse('nothing new');
  return { allowed: true, record: following(local, ownership) };
}

export function following(local: LocalRecord, ownership: NonNullable<RedisRecord['ownership']>): LocalRecord {
  return { ...local, phase: 'follower', owner: ownership.owner, epoch: ownership.epoch, hasMetOthers: true };
}
