import type { Storage } from '@agentcoord/core';
import type { Freshness } from './router/reading.js';
import type { Conflict } from './status/conflict-log.js';
import type { FailoverStatus } from './status/failover-status.js';
import type { WishOptions } from './status/wishes.js';

export interface Failover {
  status(): Promise<FailoverStatus>;
  /** Whether the last read of this process was answered by the owner, or by a copy and of when. */
  lastRead(): Freshness;
  conflicts(): Promise<Array<Conflict & { at: number }>>;
  /**
   * The store that owns is gone for good, an operator says: the primary owns from now on, at what was shipped. No lock is
   * granted before the longest lease is over. If that host only sleeps and Redis is down when it wakes, it may go on by
   * itself until Redis is back.
   * @throws `conflict` when no other host's store owns, `storage_unavailable` when the primary does not answer,
   * `timeout` when the owner objected.
   */
  takeOver(options?: WishOptions): Promise<FailoverStatus>;
  /**
   * Gives the namespace to the primary although nobody has asked. Where no other host comes, it is taken back later.
   * @throws `conflict` when this host's store does not own it.
   */
  handOver(options?: WishOptions): Promise<FailoverStatus>;
  /** This host goes: others need not wait until it is forgotten. */
  leave(): Promise<void>;
}

export interface FailoverStorage extends Storage {
  readonly failover: Failover;
}
