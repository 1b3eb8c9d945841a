import type { LocalRecord } from './local-record.js';
import { storeOwner } from './ownership.js';
import type { Position } from './position.js';
import type { RedisRecord } from './redis-record.js';

export type Admission = { admitted: true } | { admitted: false; reason: RefusalReason };

export type RefusalReason =
  | 'not_adopted' // another server, or an emptied one: somebody must adopt it first
  | 'owned_elsewhere'
  | 'wrong_epoch' // the caller's belief is old: read the record and send the same sequence again
  | 'handing_over'
  | 'look_first'; // the owner has not looked at Redis lately

/** Whether Redis runs a mutation of a caller that believes in this epoch. Checked in the script that runs it. */
export function admitAtRedis(record: RedisRecord, epoch: number): Admission {
  if (!record.adopted || record.ownership === null) return refused('not_adopted');
  if (record.ownership.owner !== 'redis') return refused('owned_elsewhere');
  return record.ownership.epoch === epoch ? { admitted: true } : refused('wrong_epoch');
}

/**
 * Whether a store runs a mutation of a caller that believes in this epoch. Checked in the transaction that runs it.
 *
 * @param hasLooked the owner's last look at Redis (see `lookAtRedis`) began less than half the objection time ago
 */
export function admitAtStore(record: LocalRecord, epoch: number, hasLooked: boolean): Admission {
  if (record.phase === 'unseen') return { admitted: true };
  if (record.phase === 'handing-over') return refused('handing_over');
  if (record.phase !== 'owner' || record.owner !== storeOwner(record.storeId))
    return refused('owned_elsewhere');
  if (record.epoch !== epoch) return refused('wrong_epoch');
  return hasLooked ? { admitted: true } : refused('look_first');
}

/** Whether a batch of a shipper may be applied by Redis: only its owner's, of its present epoch. */
export function admitBatchAtRedis(record: RedisRecord, storeId: string, epoch: number): Admission {
  if (!record.adopted || record.ownership === null) return refused('not_adopted');
  if (record.ownership.owner !== storeOwner(storeId)) return refused('owned_elsewhere');
  return record.ownership.epoch === epoch ? { admitted: true } : refused('wrong_epoch');
}

/**
 * Whether a follower applies what it reads from Redis. Nothing of an epoch it does not follow yet: Redis may have
 * forgotten what only this store has, and that goes back to Redis (when it follows) before it is overwritten here.
 */
export function admitBatchAtStore(record: LocalRecord, batch: Position): Admission {
  if (record.phase !== 'follower') return refused('owned_elsewhere');
  return batch.epoch <= record.epoch ? { admitted: true } : refused('wrong_epoch');
}

function refused(reason: RefusalReason): Admission {
  return { admitted: false, reason };
}
