import type { JsonObject } from '../text/json.js';
import type { CallOptions, MutationOptions } from './call-options.js';

export interface LogEntry {
  /** The store's order: 1, 2, 3 … without gaps. */
  sequence: number;
  id: string;
  /** When the store took it, by the store's clock: in the order of the sequences. */
  at: number;
  /**
   * When it was said, by the clock of the host that kept it, where it had to wait until this owner took it. Left out where
   * it did not wait.
   */
  queuedAt?: number;
  author?: string;
  body: JsonObject;
}

export interface ReadLog {
  log: string;
  /** Entries with a greater sequence. Default 0. */
  after?: number;
  /** Entries with a lower sequence. */
  before?: number;
  /** Default 100, at most 1,000. */
  limit?: number;
  /** `descending` gives the newest first. Default `ascending`. */
  order?: 'ascending' | 'descending';
}

export interface LogHead {
  /** Of the newest entry ever; 0: none. */
  sequence: number;
  /** Entries ever appended; differs from `sequence` only when somebody tampered. */
  count: number;
  /** Of the oldest entry still there. */
  firstSequence?: number;
}

export interface AppendReply {
  /** 0 where it is `queued`. */
  sequence: number;
  at: number;
  /**
   * It is kept safely on this host and will be appended, under its id, once there is an owner again: it has no place
   * in the log yet, and nobody can read it. Only of a failover storage whose owner is gone.
   */
  queued?: true;
}

/** The log every mutation writes to by itself; nobody can append to it or archive it by hand. */
export const EVENTS_LOG = 'events';

/**
 * Append-only logs, ordered by the store: no writer waits for a head.
 * Signals `log/<log>` on every append.
 *
 * `read` of a bounded log whose oldest entries are gone says so by `firstSequence` > `after` + 1:
 * the reader fell behind and takes a fresh look at the whole.
 */
export interface Logs {
  /**
   * Appends once for each id: an id that is already there gets its first sequence again. Body at most 64 KiB. `queuedAt`
   * is kept as it is given: whoever sends an entry that had to wait says since when.
   */
  append(
    request: { log: string; id: string; author?: string; queuedAt?: number; body: JsonObject },
    options?: MutationOptions,
  ): Promise<AppendReply>;
  read(request: ReadLog, options?: CallOptions): Promise<{ entries: LogEntry[]; head: LogHead }>;
  head(request: { log: string }, options?: CallOptions): Promise<LogHead>;
  /** Removes entries up to and with `upTo`, after their keeper has put them elsewhere; sequences and counts go on. */
  archive(request: { log: string; upTo: number }, options?: MutationOptions): Promise<{ removed: number }>;
}
