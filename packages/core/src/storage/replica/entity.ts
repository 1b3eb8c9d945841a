import type { JsonValue } from '../../text/json.js';
import type { LeaseGrant } from '../leases.js';
import type { LogEntry } from '../logs.js';
import type { StoredRecord } from '../records.js';
import type { Task } from '../task.js';

/**
 * A whole entity as it is now, in the same form from every store; `null`: it is no more. Applying one sets it and
 * everything that is derived from it (ready lists, marks, counts, indexes), whatever was there before.
 *
 * Times are of the owner's clock, which a follower takes over. Fields that a verb leaves out are left out here.
 */
export type ReplicaEntity =
  | { kind: 'task'; id: string; state: ReplicaTask | null }
  /** Also one that has expired, until its `lease-expired` is written. */
  | { kind: 'lease'; id: string; state: LeaseGrant | null }
  | { kind: 'record'; collection: string; id: string; state: ReplicaRecord }
  /**
   * Entries before `firstSequence` are archived; all up to `sequence`, where it is left out. A log is of a later moment than
   * its entries: so the head of a copy comes as far as the entries and archivings it was told of, and no further, and a
   * copy that is taken over in the middle goes on without a gap.
   */
  | { kind: 'log'; id: string; state: { sequence: number; count: number; firstSequence?: number } }
  | { kind: 'log-entry'; log: string; state: LogEntry }
  /** Who holds a permit is told by its event only: no verb asks. */
  | { kind: 'permit'; name: string; id: string; state: { expiresAt: number } | null }
  /** `id` is the scope. One that is all zero and false is the same as none. */
  | { kind: 'spend'; id: string; state: { spent: number; reserved: number; refused: boolean } }
  /** Amounts by scope. */
  | { kind: 'reservation'; id: string; state: { charges: Record<string, number>; expiresAt: number } | null }
  | { kind: 'slot'; session: string; slot: number; state: ReplicaSlot | null };

/** As `queues.get` shows it, and what is not seen from outside. */
export type ReplicaTask = Task & {
  /** While `blocked`: not to be claimed before, once its dependencies are done. */
  delayedUntil?: number;
  /** While `ready`: since when. */
  readyAt?: number;
};

export type ReplicaRecord =
  | (StoredRecord & {
      /** The words of its text (`wordsOf`); left out where it has none. */
      words?: string;
    })
  /** It was removed: its version goes on. */
  | { version: number; value: null };

/**
 * The last call of a slot. Both stores must remember the same of one call, so that either can answer its retry.
 *
 * A slot is shipped where its call wrote an event. A call that wrote none had no effect and may run again, and so
 * may one that threw: those that threw are never shipped. Each store forgets idle sessions in its own time, so
 * slots are no part of a digest.
 */
export interface ReplicaSlot {
  sequence: number;
  /**
   * `argumentsHash` of the verb as the contract names it (`limits.acquirePermit`) and the request as the check of
   * the edge returns it. `null` together with the reply: burned before it ran.
   */
  arguments: string | null;
  /** As the contract names it: `leases.acquire`. */
  verb: string | null;
  /**
   * The reply as the caller got it; only claims go without their tasks, which are read again: in the reply of
   * `queues.claim` and in `next` of `queues.settle` each claim is a `RememberedClaim`.
   */
  reply: JsonValue;
}

export type RememberedClaim = { taskId: string; fence: number; expiresAt: number };

/** An entry of the events log, with the slot of the call that wrote it: whose reply goes with it. */
export interface ReplicaEvent extends LogEntry {
  slot?: { session: string; slot: number };
}
