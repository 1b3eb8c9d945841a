import type { LocalRecord } from '../record/local-record.js';
import { type Ownership, storeOwner } from '../record/ownership.js';
import type { RedisRecord } from '../record/redis-record.js';
import { following } from './follow.js';

/** What an owner's look at Redis means. */
export type LookVerdict =
  | { verdict: 'goes-on' }
  /** Redis forgot who owns: write this, drop any announcement, replace its copy by a snapshot, go on. */
  | { verdict: 'restores'; ownership: Ownership }
  /**
   * Somebody took the namespace: become this, and put what was not shipped in the conflicts log. `ownership` is
   * written to Redis first where its epoch lags behind this store's, so that epochs never go back.
   */
  | { verdict: 'yields'; record: LocalRecord; ownership: Ownership }
  /** Redis is silent and others may have taken the namespace in the time without a look: run nothing. */
  | { verdict: 'waits' };

/**
 * An owner looks at Redis again before half the objection time is over, and runs nothing when it has not: so
 * whoever announces that it takes the namespace is either objected to or finds an owner that has stopped.
 * The time of a look is taken before it is sent.
 *
 * @param redis `null`: no answer (refused or silent)
 * @param withoutGap the look before this one is less than the objection time ago
 */
export function lookAtRedis(local: LocalRecord, redis: RedisRecord | null, withoutGap: boolean): LookVerdict {
  if (redis === null) return { verdict: withoutGap || !local.hasMetOthers ? 'goes-on' : 'waits' };
  const own: Ownership = { owner: storeOwner(local.storeId), epoch: local.epoch };
  const { ownership, adopted } = redis;
  if (ownership === null) return { verdict: 'restores', ownership: own };
  if (ownership.owner === own.owner && ownership.epoch === own.epoch)
    return adopted && redis.announcement === null
      ? { verdict: 'goes-on' }
      : { verdict: 'restores', ownership: own };
  // Adopted by somebody else: given away after an objection time in which this owner ran nothing. Whatever the
  // epoch says (a rolled back server counts from an older one), it is not taken back.
  if (!adopted && ownership.epoch <= own.epoch) return { verdict: 'restores', ownership: own };
  const now = { owner: ownership.owner, epoch: Math.max(ownership.epoch, own.epoch + 1) };
  return { verdict: 'yields', record: following(local, now), ownership: now };
}
