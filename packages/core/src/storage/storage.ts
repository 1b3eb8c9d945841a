import type { CallOptions } from './call-options.js';
import type { Leases } from './leases.js';
import type { Limits } from './limits.js';
import type { Logs } from './logs.js';
import type { Queues } from './queues.js';
import type { Records } from './records.js';
import type { Replica } from './replica/replica.js';
import type { Sessions } from './sessions.js';
import type { Signals } from './signals.js';

export interface Capabilities {
  /** `records.search` works. */
  search: boolean;
  /** Other processes see the same data. */
  shared: boolean;
  /** What was acknowledged survives the death of every process. */
  durable: boolean;
  /** The concurrency half of `limits` keeps every rule; else it is a soft limit. */
  strictLimits: boolean;
}

export interface StorageDescription {
  kind: 'memory' | 'file' | 'redis' | 'failover';
  /** Where it is, without secrets. */
  address: string;
  capabilities: Capabilities;
  /** One line for `status`: `local (no Redis configured)`. */
  mode: string;
}

/**
 * A place to coordinate. Six facets of a few verbs; each verb is atomic and one round trip, settles
 * within its deadline, and writes its event in the same step.
 *
 * Errors of every verb: `invalid_argument`, `too_large`, `limit_exceeded` before anything is sent;
 * `storage_unavailable` (it did not run), `storage_unknown` (it may have), `storage_unwritable`,
 * `disk_full`, `storage_corrupt`, `not_owner`, `superseded`, `session_expired`, `aborted`, `closed`.
 */
export interface Storage {
  readonly sessions: Sessions;
  readonly leases: Leases;
  readonly queues: Queues;
  readonly records: Records;
  readonly logs: Logs;
  readonly limits: Limits;
  readonly signals: Signals;
  /** Where this storage can take part in a failover. */
  readonly replica?: Replica;
  /** The storage's clock, epoch ms. All `At` fields are of this clock; it never goes back. */
  now(options?: CallOptions): Promise<number>;
  describe(): Promise<StorageDescription>;
  /** Ends waits with `closed` and frees all handles. Leases stay until they expire. Idempotent. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
