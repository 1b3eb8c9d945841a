import type { JsonObject, JsonValue } from '../../text/json.js';
import type { LeaseGrant } from '../leases.js';
import type { LogEntry } from '../logs.js';
import type { StoredRecord } from '../records.js';
import type { Task } from '../task.js';

/**
 * A whole entity as it is now, in the same form from every store; `null`: it is no more. Applying one sets it and
 * everything that is derived from it (ready lists, marks, counts, indexes), whatever was there before.
 *
 * Times are of the owner's clock, which a follower takes over.
 */
export type ReplicaEntity =
  | { kind: 'task'; id: string; state: ReplicaTask | null }
  | { kind: 'lease'; id: string; state: LeaseGrant | null }
  /** `state.value` is `null` where it was removed: its version goes on. */
  | { kind: 'record'; collection: string; id: string; state: ReplicaRecord }
  | { kind: 'log'; id: string; state: { sequence: number; count: number; firstSequence?: number } }
  | { kind: 'log-entry'; log: string; state: LogEntry }
  | { kind: 'permit'; name: string; id: string; state: { holder: string; expiresAt: number } | null }
  | { kind: 'spend'; id: string; state: { spent: number; reserved: number; refused: boolean } }
  | { kind: 'reservation'; id: string; state: { charges: Record<string, number>; expiresAt: number } | null }
  | { kind: 'slot'; session: string; slot: number; state: ReplicaSlot | null };

export type ReplicaTask = Task & {
  /** While `blocked`: not to be claimed before, once its dependencies are done. */
  delayedUntil?: number;
  /** Since when it is `ready`. */
  readyAt?: number;
};

export type ReplicaRecord = Omit<StoredRecord, 'value'> & {
  value: JsonObject | null;
  /** The words of its text as they are compared, parted by single spaces. */
  words?: string;
};

export interface ReplicaSlot {
  sequence: number;
  /** `null` together with the reply: burned before it ran. */
  arguments: string | null;
  verb: string | null;
  /** What the slot remembers of the reply: ids and fences, no payloads. */
  reply: JsonValue;
}
