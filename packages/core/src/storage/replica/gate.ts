import type { JsonObject } from '../../text/json.js';
import type { Position } from './position.js';

/**
 * Decides which mutations a store runs. It is read in the very step that runs one, so a change of the gate and a
 * mutation are ordered: after the change nothing of the old ownership runs any more, however late it arrives.
 *
 * A store whose gate was never set (version 0) takes part in no failover and runs everything.
 */
export interface Gate {
  /** Grows by one with each change. */
  version: number;
  /**
   * Mutations and renewals run only for callers whose `epoch` is this one; `null`: none run.
   * Others are refused with `not_owner`. Reads always run.
   */
  admits: number | null;
  /** By the store's clock: from then on nothing runs before the gate is set anew. Left out: no end. */
  admitsUntil?: number;
  /** `apply` takes only batches of this origin and epoch; `null`: none. */
  applies: BatchOrigin | null;
  /** What the keeper of the gate wants to find here again; at most 4 KiB, not interpreted. */
  record: JsonObject;
}

export interface BatchOrigin {
  /** The id of the store that runs the mutations, or `redis`. */
  source: string;
  epoch: number;
}

/** Somebody who is, or was lately, in this namespace. */
export interface Member {
  /** One for each host: the id of its store, or one made by a client that has none. */
  storeId: string;
  /** Shown to people: the host's name. */
  host: string;
  /** By this store's clock. */
  lastSeenAt: number;
  /** Not heard of for longer than it promised to be. */
  gone: boolean;
}

/** "I am about to take this namespace without its owner." */
export interface Announcement {
  storeId: string;
  /** How long it has stood, ms, by this store's clock and while this server was up without a break. */
  stoodMs: number;
}

/** What a store can say about its own memory. */
export interface ServerState {
  /** It is the server that the gate was last set on: no restart, no failover, no FLUSHALL since. Always true of files. */
  adopted: boolean;
  /** What is stored may be older than what was acknowledged (no append-only file, a promoted replica, emptied). */
  mayHaveForgotten: boolean;
  /** How long it has been up and surely not been emptied, ms. */
  upForMs: number;
}

/** All that a decision about ownership needs, read in one step. */
export interface GateView {
  /** The name of this store in the batches it makes: made once and kept with it; `redis` for Redis. */
  storeId: string;
  gate: Gate;
  position: Position;
  /** The newest that were seen, at most 100. */
  members: Member[];
  announcement: Announcement | null;
  server: ServerState;
  /** The longest lease or claim ever granted here, ms. */
  longestLeaseMs: number;
  /** A lease or claim that is valid now. */
  hasLeases: boolean;
  /** The store's clock. */
  now: number;
}

/** A change of the gate; it happens only where every condition that is given holds in that very step. */
export interface SetGate {
  ifVersion: number;
  /** Only where the copy stands exactly here. */
  ifPosition?: Position;
  /** Only where no member but this one has been heard of within its promise. */
  ifAlone?: string;
  /** Only where this store's announcement has stood for so long, ms. Setting the gate ends any announcement. */
  ifAnnounced?: { storeId: string; forMs: number };
  admits: number | null;
  /**
   * By the store's clock. A moment and not a time from when it is heard: who is stopped between asking and being heard
   * must not be admitted for longer than it asked. Left out: no end.
   */
  admitsUntil?: number;
  applies: BatchOrigin | null;
  record: JsonObject;
  /** From here on the store stands in this epoch (see `Position`), which never goes back. Left out: as before. */
  epoch?: number;
  /** No lease is granted for so long, ms: those granted elsewhere may not be known here. Default 0. */
  holdGrantsMs?: number;
}

export type SetGateReply =
  | { status: 'set'; view: GateView }
  /** Which condition did not hold. Nothing was changed. */
  | { status: 'conflict'; unmet: 'version' | 'position' | 'alone' | 'announced'; view: GateView };
