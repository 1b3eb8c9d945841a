import type { CallOptions } from '../call-options.js';
import type { ReplicaEntity, ReplicaEvent } from './entity.js';
import type { BatchOrigin, GateView, SetGate, SetGateReply } from './gate.js';
import type { Position } from './position.js';

/** What changed in a store between two of its events, as whole entities. */
export interface ReplicaBatch {
  origin: BatchOrigin;
  /** It continues a copy that stands here; `null`: a page of a snapshot. */
  from: Position | null;
  /**
   * Of a page of a snapshot: the cursor it was asked with. `''` is the first page, which empties the copy; each other
   * one is applied only right after the page that named it.
   */
  page?: string;
  /** Where a copy stands that has applied it. Of a page of a snapshot: where the whole snapshot will stand. */
  to: Position;
  /** The owner's clock when it was read. A follower takes that clock over, late by the way and never early. */
  now: number;
  /** The highest fence ever given. */
  fence: number;
  longestLeaseMs: number;
  entities: ReplicaEntity[];
  /** The entries of the events log themselves, so that a reader of the feed can go on at the follower. */
  events: ReplicaEvent[];
  /** Of a snapshot: how the next page is asked for; left out on the last one. */
  cursor?: string;
}

export type ChangesReply =
  | { status: 'changes'; batch: ReplicaBatch; head: Position }
  /** There is nothing after it. */
  | { status: 'even'; head: Position }
  /** The events after it are trimmed, or of another past: only a snapshot helps. */
  | { status: 'snapshot-needed'; head: Position };

export type ApplyReply =
  | { status: 'applied'; position: Position }
  /** The copy stands at or beyond its end already: nothing was changed. */
  | { status: 'stale'; position: Position }
  /** It begins beyond where the copy stands, or is not the next page of the snapshot: something between is missing. */
  | { status: 'gap'; position: Position }
  /** The gate takes no batches of that origin and epoch. */
  | { status: 'refused'; position: Position };

/**
 * How one store follows another, and who may run mutations. Only a storage that can take part in a failover has it.
 *
 * Always true:
 * - a mutation runs only if the gate admits its caller in the same step;
 * - a batch is applied in one step or not at all, and at most once: `to` must be beyond the copy, `from` not;
 * - after it every entity that an event up to `to` touched is at least as new as that event;
 * - two copies at the same position that were told everything have equal snapshots;
 * - nothing that is applied writes an event of its own; what waits on a signal of a changed entity is signalled.
 */
export interface Replica {
  /** Where this copy stands, who is here, and who may run what. */
  look(options?: CallOptions): Promise<GateView>;
  /**
   * Where a store that has followed is set to admit again, its blocked tasks are looked at once more: a copy that was
   * taken over in the middle may hold one whose last dependency has completed.
   * @throws `invalid_argument` for an epoch below the one the store stands in
   */
  setGate(request: SetGate, options?: CallOptions): Promise<SetGateReply>;
  /**
   * Tells that a host is in this namespace, for `ttlMs` from now on; `announces`: that it is about to take it
   * without its owner, `false` takes that back. Needs no admission.
   */
  join(
    request: { storeId: string; host: string; ttlMs: number; announces?: boolean },
    options?: CallOptions,
  ): Promise<GateView>;
  leave(request: { storeId: string }, options?: CallOptions): Promise<void>;
  /**
   * The one process of a host that looks after its store: the holder that asks again within its `ttlMs` stays it.
   * Needs no admission.
   */
  lead(request: { holder: string; ttlMs: number }, options?: CallOptions): Promise<{ leads: boolean }>;
  /**
   * What changed after this position, of about `limit` events (default 500, at most 5,000) and at most some MiB. A batch
   * stays within one epoch, so that a copy learns where each began; it may bring the epoch alone. The first epoch that a
   * store is set to covers all it did before; a position in epoch 0 other than its beginning is continued by nobody.
   */
  changes(request: { after: Position; limit?: number }, options?: CallOptions): Promise<ChangesReply>;
  /**
   * All entities and then the events, page by page (default 500 of them a page, at most 5,000). Pages are of different
   * moments: a copy made of them is whole once it has applied `changes` after `to`, the position of the first page.
   */
  snapshot(request: { cursor?: string; limit?: number }, options?: CallOptions): Promise<ReplicaBatch>;
  /** One step; needs no admission by `admits`, only by `applies`. */
  apply(request: { batch: ReplicaBatch }, options?: CallOptions): Promise<ApplyReply>;
}
