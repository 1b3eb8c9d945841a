import type { LocalRecord } from '../record/local-record.js';
import { storeOwner } from '../record/ownership.js';
import type { RedisRecord } from '../record/redis-record.js';
import { following } from './follow.js';
import { type LocalMove, refuse } from './move.js';

/** What a store that has never heard from Redis knows of it. */
export interface FirstContact {
  mayOwnLocally: boolean;
  /** The machine itself says that nobody listens at that address: a refused connection, a socket that is not there. */
  nobodyListens: boolean;
  /** How long this host has asked and heard nothing, ms. */
  silentForMs: number;
  objectionMs: number;
}

/**
 * Redis is configured and gone at the very first start: the store works on its own until it sees Redis.
 *
 * An owner takes silence for an outage, because it knows whose the namespace was. A newcomer knows nothing: whoever is silent
 * for a moment (a machine that is busy starting processes, a server that loads its data) may have an owner. So only a
 * refusal counts at once; silence has to last as long as anybody else who takes the namespace without its owner waits.
 */
export function workUnseen(local: LocalRecord, facts: FirstContact): LocalMove {
  if (!facts.mayOwnLocally) return refuse('this store may not own while Redis is configured');
  if (local.phase !== 'unbound') return refuse('this store has seen Redis');
  if (!facts.nobodyListens && facts.silentForMs < facts.objectionMs)
    return refuse('Redis is silent, and may have an owner');
  return { allowed: true, record: { ...local, phase: 'unseen' } };
}

/**
 * Redis is there and the namespace has an owner: the store stops, so that its leases end.
 * @param hasWorked it has, also where that was before any Redis was configured
 */
export function stopUnseen(local: LocalRecord, redis: RedisRecord, hasWorked: boolean): LocalMove {
  const isUnseen = local.phase === 'unseen' || (local.phase === 'unbound' && hasWorked);
  if (!isUnseen) return refuse('this store did not work unseen');
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
