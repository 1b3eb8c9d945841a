import type { Ownership } from './ownership.js';
import type { Position } from './position.js';

/** What Redis knows about the ownership of a namespace. */
export interface RedisRecord {
  /** `null`: nobody has bound it, or Redis was emptied. Redis alone cannot tell which. */
  ownership: Ownership | null;
  /** The server is the one that was last adopted: no restart, no failover, no FLUSHALL since. */
  adopted: boolean;
  /** What is stored may be older than what was acknowledged (no append-only file, a promoted replica, emptied). */
  mayHaveForgotten: boolean;
  /** Of the last event that Redis has run or applied. */
  position: Position;
  announcement: Announcement | null;
}

/** "I am about to take this namespace without its owner." Gone with the server's life, never restored. */
export interface Announcement {
  storeId: string;
  /** How long it has stood, by the clock of Redis, while Redis was up without a break. */
  stoodMs: number;
}
