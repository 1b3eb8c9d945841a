import type { Clock, NewId, Storage } from '@agentcoord/core';
import type { Fallback } from './record/local-ownership.js';
import type { Ownership } from './record/ownership.js';
import type { FailoverTimes } from './times.js';

export interface PrimaryStorage {
  /** Called when it is first needed, and again until it succeeds. The storage opened is closed with this one. */
  open: () => Promise<Storage>;
  /** Shown to people, without secrets. */
  address: string;
  /** What is connected to: a path of a unix socket, or a host without port. Decides what `fallback: 'auto'` allows. */
  host: string;
}

export interface FailoverOptions {
  /** Shared by several hosts: Redis. It has the facet `replica`. */
  primary: PrimaryStorage;
  /** The store of this host, with the facet `replica`. It is closed with this one. */
  local: Storage;
  /** For what waits for an owner, and what an owner did not take over. On a local disk, beside the store. */
  folder: string;
  /**
   * When the host's own store may own the namespace. Default `auto`: where the primary is on this machine.
   * `single-host`: also with a primary elsewhere; all agents live on this host, you say. `off`: never.
   */
  fallback?: Fallback;
  /**
   * No other store, on this machine or elsewhere, and no process without a store can ever have used this namespace. It
   * is then bound at once: without the objection time, and without waiting out locks that a young server may have
   * forgotten. Where that is not true, two may hold one lock. Asked just before the binding, because it may have stopped
   * being so since the opening; a rejection counts as no. Default: never.
   */
  isPrivate?: () => Promise<boolean>;
  /** Shown to people of other hosts. Default: the name of the machine. */
  hostName?: string;
  /**
   * Called in the process that leads its host, with each owner it finds, until it resolves. Other hosts call theirs for
   * the same owner.
   */
  ownerIs?: (ownership: Ownership) => Promise<void>;
  times?: Partial<FailoverTimes>;
  clock?: Clock;
  newId?: NewId;
}
