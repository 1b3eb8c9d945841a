import type { JsonObject, Position } from '@agentcoord/core';
import type { Owner, Ownership } from '../record/ownership.js';

/** What the primary keeps in its gate. */
export interface SharedRecord {
  ownership: Ownership | null;
  /** Since when the primary owns, by its clock. 0: nobody wrote it down. */
  since: number;
  /** No grants before, by the primary's clock: what was granted elsewhere may not be known. 0: no such time. */
  heldUntil: number;
  /**
   * The copy has everything up to its position. Not so after the server may have forgotten something: a
   * snapshot of the owner replaces it.
   */
  whole: boolean;
  /** It owns, but runs nothing yet: this store is giving back what it knows better. */
  restoring: string | null;
  /** Where the past was cut, newest last: what followers have beyond `from` never became part of `epoch`. */
  cuts: Cut[];
}

export interface Cut {
  epoch: number;
  from: Position;
  /** Whose copy the primary was given there: that one is equal to it. */
  restoredBy?: string;
}

const CUTS_KEPT = 8;

export const NO_SHARED_RECORD: SharedRecord = {
  ownership: null,
  since: 0,
  heldUntil: 0,
  whole: true,
  restoring: null,
  cuts: [],
};

export function readSharedRecord(record: JsonObject): SharedRecord {
  const { owner, epoch } = record;
  if (typeof owner !== 'string' || typeof epoch !== 'number') return NO_SHARED_RECORD;
  return {
    ownership: { owner: owner as Owner, epoch },
    since: typeof record.since === 'number' ? record.since : 0,
    heldUntil: typeof record.heldUntil === 'number' ? record.heldUntil : 0,
    whole: record.whole !== false,
    restoring: typeof record.restoring === 'string' ? record.restoring : null,
    cuts: Array.isArray(record.cuts) ? record.cuts.map(readCut) : [],
  };
}

export function writeSharedRecord(record: SharedRecord): JsonObject {
  const { ownership, since, heldUntil, whole, restoring, cuts } = record;
  return {
    owner: ownership?.owner ?? null,
    epoch: ownership?.epoch ?? null,
    since,
    heldUntil,
    whole,
    restoring,
    cuts: cuts.slice(-CUTS_KEPT).map(writeCut),
  };
}

function writeCut({ epoch, from, restoredBy }: Cut): Array<string | number> {
  return [epoch, from.epoch, from.sequence, ...(restoredBy === undefined ? [] : [restoredBy])];
}

function readCut(written: unknown): Cut {
  const words: unknown[] = Array.isArray(written) ? written : [];
  const [epoch = 0, fromEpoch = 0, sequence = 0] = words.slice(0, 3).map(Number);
  const restoredBy = words[3];
  return {
    ...{ epoch, from: { epoch: fromEpoch, sequence } },
    ...(typeof restoredBy === 'string' ? { restoredBy } : {}),
  };
}
