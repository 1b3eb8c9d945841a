import type { JsonObject } from '../text/json.js';
import type { CallOptions, MutationOptions } from './call-options.js';

/** `shared` holders exclude `exclusive` ones, and the other way round. */
export type LeaseMode = 'exclusive' | 'shared';

/** `node`: the key alone. `tree`: the key and everything below it. */
export type LeaseScope = 'node' | 'tree';

export interface LeaseKey {
  /** Path-like: `file/src/auth/login.ts`. The first segment is the key's *space*. */
  key: string;
  /** Default `exclusive`. */
  mode?: LeaseMode;
  /** Default `node`. */
  scope?: LeaseScope;
}

export interface AcquireLease {
  /** Made by the caller; names the grant, and its place in the queue while it waits. */
  grantId: string;
  /** Grants of one holder never conflict with each other. One flow of work = one holder. */
  holder: string;
  /** 1 to 256 keys of one space, granted all or none. */
  keys: LeaseKey[];
  /** 50 ms to 24 h. */
  ttlMs: number;
  /** Shown to those who are refused (intent, agent name); at most 4 KiB. */
  details?: JsonObject;
  /**
   * Keeps a place in the first-in first-out queue for this long after each ask; ask again with the
   * same `grantId` before it ends. Left out: asks once and leaves no trace.
   */
  waitTtlMs?: number;
  /** The highest fence the caller has ever seen; the new fence is above it. */
  minFence?: number;
}

export interface LeaseGrant {
  grantId: string;
  holder: string;
  keys: Array<Required<LeaseKey>>;
  /** Greater than that of every grant made before in this namespace. */
  fence: number;
  ttlMs: number;
  /** Storage clock. */
  acquiredAt: number;
  expiresAt: number;
  details?: JsonObject;
}

/** One reason why a request was not granted: a valid grant, or an earlier waiter. */
export interface LeaseConflict extends Required<LeaseKey> {
  grantId: string;
  holder: string;
  /** A waiter that came before, not a holder. */
  waiting: boolean;
  expiresAt: number;
  details?: JsonObject;
}

export type AcquireReply =
  | { status: 'granted'; grant: LeaseGrant }
  | {
      status: 'busy';
      /** At most 8 of them. */
      conflicts: LeaseConflict[];
      /** How many waiters stand before this one; only with `waitTtlMs`. */
      position?: number;
      /** When an expiry may change the answer. Nobody signals an expiry. */
      nextDueAt?: number;
    }
  /** More expired grants than one call clears were in the way: ask again at once. */
  | { status: 'retry' }
  /** It would wait while its holder already holds something in the same space; nothing was queued. */
  | { status: 'would_deadlock'; held: Array<Required<LeaseKey>> };

export interface LeaseIdentity {
  grantId: string;
  fence: number;
}

export type RenewReply = { status: 'renewed'; expiresAt: number } | { status: 'lost' };

export interface LeaseWaiter {
  grantId: string;
  holder: string;
  keys: Array<Required<LeaseKey>>;
  since: number;
  details?: JsonObject;
}

export interface InspectLeases {
  /** Only what overlaps this key or lies below it; a space (`file`) gives all of it. */
  under?: string;
  holder?: string;
  grantId?: string;
  /** Default 100, at most 1,000. */
  limit?: number;
  /** From the reply before. */
  cursor?: string;
}

/**
 * Time-limited grants over path-like keys, by multi-granularity locking (Gray et al. 1975: intention
 * marks on the ancestors), so that a check costs the depth of the path and not the number of locks.
 *
 * Always true:
 * - no two valid grants of different holders overlap in incompatible modes;
 * - expired by the storage's clock means gone, whether or not anybody has cleared it away;
 * - renewing never brings an expired or revoked grant back;
 * - a waiter stands behind exactly those earlier waiters it conflicts with, also when it only tries;
 * - a waiter that stops asking for `waitTtlMs` loses its place.
 */
export interface Leases {
  /**
   * Asks for all keys at once. A repeated ask with the id of a grant its holder still has returns that grant.
   * Signals nobody. Waiters are signalled on channel `lease/<grantId>` when their turn may have come.
   */
  acquire(request: AcquireLease, options?: MutationOptions): Promise<AcquireReply>;
  /** Moves the expiry to now + `ttlMs`. Harmless when repeated or late, and needs no memory on a full server. */
  renew(request: LeaseIdentity & { ttlMs: number }, options?: CallOptions): Promise<RenewReply>;
  /** Ends a grant (`released`), or leaves the queue (`left`). `gone`: neither was there any more. */
  release(
    request: { grantId: string; fence?: number },
    options?: MutationOptions,
  ): Promise<{ status: 'released' | 'left' | 'gone' }>;
  /**
   * Ends grants against their holders' will, by grant or by holder; holders are signalled on `lease/<grantId>`.
   * Places in the queue stay: those of a dead holder end by themselves.
   */
  revoke(
    request: { grantId?: string; holder?: string; reason: string; by: string },
    options?: MutationOptions,
  ): Promise<{ revoked: LeaseGrant[] }>;
  inspect(
    request: InspectLeases,
    options?: CallOptions,
  ): Promise<{ grants: LeaseGrant[]; waiters: LeaseWaiter[]; cursor?: string }>;
  /** Whether this very grant is valid now. True is a fact of the past when it arrives: fence the write as well. */
  guard(request: LeaseIdentity, options?: CallOptions): Promise<{ valid: boolean; expiresAt?: number }>;
}
