import type { LocalRecord } from '../record/local-record.js';
import { storeOwner } from '../record/ownership.js';
import type { RedisRecord } from '../record/redis-record.js';
import { type RedisMove, refuse } from './move.js';

/**
 * Redis was restarted in the middle of a handover or of a take-back, forgot nothing, and still names this store: the
 * store adopts the server as it is and goes on. Where Redis may have forgotten something, `adopt` is the way.
 */
export function resume(local: LocalRecord, redis: RedisRecord): RedisMove {
  const { ownership, adopted, mayHaveForgotten } = redis;
  if (adopted || ownership === null) return refuse('nothing to resume');
  if (mayHaveForgotten) return refuse('Redis may have owned meanwhile: adopt it');
  if (ownership.owner !== storeOwner(local.storeId)) return refuse('Redis does not name this store');
  const isMiddle =
    local.phase === 'handing-over' ? ownership.epoch === local.epoch : ownership.epoch > local.epoch;
  if (local.phase === 'owner' || !isMiddle) return refuse('this store is not between two owners');
  return { allowed: true, ownership, grantsHeldBackMs: 0 };
}
