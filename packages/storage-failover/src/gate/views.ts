import type { GateView } from '@agentcoord/core';
import type { RedisRecord } from '../record/redis-record.js';
import { type OwnRecord, readOwnRecord } from './own-record.js';
import { readSharedRecord, type SharedRecord } from './shared-record.js';

/** The primary as it was seen in one step. */
export interface SharedView {
  view: GateView;
  record: SharedRecord;
  /** As the rules want it. */
  redis: RedisRecord;
}

/** The store of this host as it was seen in one step. */
export interface OwnView {
  view: GateView;
  record: OwnRecord;
}

export function sharedView(view: GateView): SharedView {
  const record = readSharedRecord(view.gate.record);
  const { adopted, mayHaveForgotten } = view.server;
  return {
    view,
    record,
    redis: {
      ownership: record.ownership,
      // A gate that was never set belongs to nobody, also where the store is sure of its memory.
      adopted: adopted && record.ownership !== null,
      mayHaveForgotten,
      position: view.position,
      announcement: view.announcement,
    },
  };
}

export function ownView(view: GateView): OwnView | undefined {
  const record = readOwnRecord(view.gate.record);
  return record && { view, record };
}
