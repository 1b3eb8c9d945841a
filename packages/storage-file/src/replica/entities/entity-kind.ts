import type { ReplicaEntity } from '@agentcoord/core';
import type { SqliteValue } from '../../sqlite/database.js';
import type { Transaction } from '../../store/transaction.js';
import type { View } from '../../store/view.js';

export type KindName = ReplicaEntity['kind'];
export type EntityOf<Name extends KindName> = Extract<ReplicaEntity, { kind: Name }>;

/** An entity, with about how many bytes it has: they bound a batch. */
export interface Found<Entity = ReplicaEntity> {
  entity: Entity;
  bytes: number;
}

/** The place of an entity among those of its kind. No change moves it, so a snapshot meets each one. */
export type PlaceKey = SqliteValue[];

export interface EntityKind<Name extends KindName> {
  /** The next ones behind a place, in order; `undefined`: from the first. */
  page(
    view: View,
    after: PlaceKey | undefined,
    limit: number,
  ): Array<Found<EntityOf<Name>> & { place: PlaceKey }>;
  apply(application: Application, entity: EntityOf<Name>): void;
}

/** One batch being applied. */
export interface Application {
  tx: Transaction;
  /** Of the last event that is known once it is applied: above every version that an event of it carries. */
  sequence: number;
  /** Tasks of which some dependency is new, or has completed: their unmet dependencies are counted at the end. */
  recount: Set<number>;
  /** Sessions whose use is written down already. */
  sessions: Set<string>;
  /** Some task depends on one that the copy has not been told of. Asking for each new task took a tenth of a batch. */
  hasUnlinked: boolean;
}

/** For an entity whose size is bounded by its kind. */
export const SMALL_BYTES = 300;
