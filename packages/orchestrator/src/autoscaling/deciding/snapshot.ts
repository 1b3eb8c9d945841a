import type { Pool } from '../rules/pool.js';

/** What waits for the workers of a pool, and what they work on. */
export interface Load {
  /** Can be claimed now, or within the next moment. */
  waiting: number;
  /** Claimed by workers of the pool. */
  claimed: number;
  /** Counting ended where more could not change the answer: there are more. */
  atLeast: boolean;
}

/** Processes of a pool that have not ended. */
export interface Staff {
  /** Not registered yet. */
  starting: number;
  idle: number;
  /** Working, waiting for a decision, or hung. */
  working: number;
  /** Asked to leave, or leaving: they take no task, but they are there. */
  leaving: number;
}

/** So many workers were thought necessary at that time. */
export interface Need {
  at: number;
  workers: number;
}

export interface CrashCount {
  /** In a row. */
  count: number;
  /** When the last one ended. */
  lastAt: number;
}

/** What a provider that refuses calls for longer seems to bear. */
export interface Ceiling {
  workers: number;
  /** When it was last moved. */
  at: number;
  provider: string;
  /** False: refusals have only been seen once, and nothing follows from that yet. */
  lowered: boolean;
}

export interface PoolSnapshot {
  pool: Pool;
  load: Load;
  staff: Staff;
  /** The highest needs of the last `cooldown`, newest last. */
  needs: readonly Need[];
  crashes: CrashCount;
  ceiling?: Ceiling;
}

/** Why nobody should be added, whatever waits. */
export interface Pressure {
  /** The shared budget of which the largest share is used. */
  budget?: { level: string; unit: string; used: number };
  /** The last rate limit that an agent met. */
  rateLimit?: { provider: string; at: number };
}

/** All that a decision depends on. */
export interface Snapshot {
  at: number;
  pools: readonly PoolSnapshot[];
  pressure: Pressure;
  /** Places taken by workers of pools that are no more. */
  homeless: number;
}
