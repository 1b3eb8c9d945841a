import type { Position, SetGate } from '@agentcoord/core';
import type { LocalRecord } from '../record/local-record.js';
import { type OwnRecord, writeOwnRecord } from './own-record.js';
import type { OwnView } from './views.js';

/** The epoch of calls while a store works on its own, before it has met the primary. */
export const UNSEEN_EPOCH = 0;
/** Where batches of the primary come from, for a store that follows it. */
export const PRIMARY_SOURCE = 'redis';

export interface OwnChange {
  record: OwnRecord;
  mayOwnLocally: boolean;
  /** Until when an owner runs mutations, by its store's clock: half the objection time after its look began. */
  admitsUntil?: number;
  ifPosition?: Position;
  holdGrantsMs?: number;
}

/** The one place where a record of a host's store becomes its gate: who runs mutations, whose batches are applied. */
export function setOwn(
  seen: OwnView,
  { record, mayOwnLocally, admitsUntil, ifPosition, holdGrantsMs }: OwnChange,
): SetGate {
  const epochIsNew = record.epoch !== seen.record.epoch && record.phase === 'owner';
  return {
    ifVersion: seen.view.gate.version,
    ...admission(record, mayOwnLocally, admitsUntil),
    // A take-back names the store while it still follows: what the primary has goes in under its old epoch.
    applies: record.phase === 'follower' ? { source: PRIMARY_SOURCE, epoch: record.epoch } : null,
    record: writeOwnRecord(record),
    ...(epochIsNew ? { epoch: record.epoch } : {}),
    ...(ifPosition === undefined ? {} : { ifPosition }),
    ...(holdGrantsMs === undefined ? {} : { holdGrantsMs }),
  };
}

function admission(
  record: LocalRecord,
  mayOwnLocally: boolean,
  admitsUntil?: number,
): Pick<SetGate, 'admits' | 'admitsUntil'> {
  if (record.phase === 'unseen') return { admits: mayOwnLocally ? UNSEEN_EPOCH : null };
  if (record.phase !== 'owner' || admitsUntil === undefined) return { admits: null };
  return { admits: record.epoch, admitsUntil };
}
