import type { LocalRecord } from '../record/local-record.js';
import { type Owner, storeOwner } from '../record/ownership.js';
import type { RedisRecord } from '../record/redis-record.js';
import { type RedisMove, refuse } from './move.js';

/**
 * The three moves in which the owner has no part. Each is announced in Redis first and waits out the
 * objection time there, so that an owner that works finds out at its next look and objects.
 */
export interface TakeFacts {
  /** How long an announcement must stand, ms. */
  objectionMs: number;
  /** The longest lease that anybody may hold, ms. */
  longestLeaseMs: number;
  /**
   * The time of Redis, epoch ms. What was forgotten may have had higher epochs than anybody here knows, so the new one
   * is above the clock, as fences are; without it one epoch could be given twice.
   */
  now: number;
}

export interface BindFacts extends TakeFacts {
  mayOwnLocally: boolean;
  /**
   * How long this server has been up and surely not been emptied: its uptime, and 0 where it was told to flush
   * (`INFO commandstats`) or to load another data set.
   */
  upForMs: number;
  /** No other store can ever have used this namespace: there is nobody to object, and no lock to be waited out. */
  isPrivate: boolean;
}

/** Nobody owns, as far as Redis and this store know. */
export function bind(local: LocalRecord, redis: RedisRecord, facts: BindFacts): RedisMove {
  if (redis.ownership !== null) return refuse('the namespace has an owner');
  if (local.phase !== 'unbound' && local.phase !== 'unseen') return refuse('this store knows an owner');
  // Written by somebody who knew of no owners: it stays, so Redis owns, and a store that is alone takes it back whole.
  const hasPast = redis.position.sequence > 0;
  const isFirst = facts.isPrivate && !hasPast && !announcedByOther(local, redis);
  if (!isFirst && !stood(local, redis, facts)) return refuse('announce it and wait out the objection time');
  // An emptied server looks like a new one. An owner that was stopped granted nothing after this server (or this
  // emptiness) began, so its leases end `longestLeaseMs` after that: no wait on a server that is up for long.
  return {
    allowed: true,
    ownership: {
      owner: facts.mayOwnLocally && !hasPast ? storeOwner(local.storeId) : 'redis',
      epoch: next(local, redis, facts).epoch,
    },
    grantsHeldBackMs: isFirst ? 0 : Math.max(0, facts.longestLeaseMs - facts.upForMs),
  };
}

/** Redis owned and is another server now, or one that forgot. It owns again, at a higher epoch. */
export function adopt(local: LocalRecord, redis: RedisRecord, facts: TakeFacts): RedisMove {
  if (redis.adopted && redis.ownership !== null) return refuse('this server is adopted');
  const believed = believedOwner(local, redis);
  if (believed !== 'redis') return refuse('Redis did not own, as far as this store knows');
  if (!redis.mayHaveForgotten && redis.ownership !== null)
    return { allowed: true, ownership: next(local, redis, facts), grantsHeldBackMs: 0 };
  if (!stood(local, redis, facts)) return refuse('announce it and wait out the objection time');
  return { allowed: true, ownership: next(local, redis, facts), grantsHeldBackMs: facts.longestLeaseMs };
}

/** An operator says that the owning store is gone for good. What it granted and did not ship is waited out. */
export function takeOver(local: LocalRecord, redis: RedisRecord, facts: TakeFacts): RedisMove {
  const { ownership } = redis;
  if (ownership === null || ownership.owner === 'redis') return refuse('no other store owns the namespace');
  if (ownership.owner === storeOwner(local.storeId)) return refuse('the owner is this store');
  if (!stood(local, redis, facts)) return refuse('announce it and wait out the objection time');
  return { allowed: true, ownership: next(local, redis, facts), grantsHeldBackMs: facts.longestLeaseMs };
}

/**
 * The later of what the store and Redis know. Where Redis names this store and it does not own (yet, or any more)
 * and Redis may have forgotten, what was Redis's counts: it may have owned after that was written.
 */
function believedOwner(local: LocalRecord, redis: RedisRecord): Owner | null {
  const { ownership, mayHaveForgotten } = redis;
  const own = storeOwner(local.storeId);
  if (local.phase === 'handing-over' && (ownership === null || mayHaveForgotten)) return 'redis';
  if (ownership?.owner === own && mayHaveForgotten && local.phase !== 'owner') return 'redis';
  if (ownership !== null && ownership.epoch >= local.epoch) return ownership.owner;
  return local.owner;
}

function next(local: LocalRecord, redis: RedisRecord, { now }: TakeFacts): { owner: 'redis'; epoch: number } {
  return { owner: 'redis', epoch: Math.max(local.epoch + 1, (redis.ownership?.epoch ?? 0) + 1, now) };
}

function announcedByOther(local: LocalRecord, { announcement }: RedisRecord): boolean {
  return announcement !== null && announcement.storeId !== local.storeId;
}

function stood(local: LocalRecord, redis: RedisRecord, facts: TakeFacts): boolean {
  const { announcement } = redis;
  return announcement?.storeId === local.storeId && announcement.stoodMs >= facts.objectionMs;
}
