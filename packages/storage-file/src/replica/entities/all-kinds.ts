import type { ReplicaEntity } from '@agentcoord/core';
import type { View } from '../../store/view.js';
import type { Application, EntityKind, Found, KindName, PlaceKey } from './entity-kind.js';
import { leases } from './leases.js';
import { permits, reservations, spends } from './limits.js';
import { logEntries, logs } from './logs.js';
import { records } from './records.js';
import { slots } from './slots.js';
import { tasks } from './tasks.js';

const KINDS: { [Name in KindName]: EntityKind<Name> } = {
  task: tasks,
  lease: leases,
  record: records,
  log: logs,
  'log-entry': logEntries,
  permit: permits,
  spend: spends,
  reservation: reservations,
  slot: slots,
};

/** In the order of a snapshot. */
export const KIND_NAMES = Object.keys(KINDS) as KindName[];

export function pageOf(
  name: KindName,
  view: View,
  after: PlaceKey | undefined,
  limit: number,
): Array<Found & { place: PlaceKey }> {
  return KINDS[name].page(view, after, limit);
}

export function applyEntity(application: Application, entity: ReplicaEntity): void {
  const kind = KINDS[entity.kind] as EntityKind<KindName>;
  kind.apply(application, entity);
}

/** Everything that entities and their events have made, to begin anew. */
export const COPIED_TABLES = [
  ...['tasks', 'task_specs', 'task_notes', 'dependencies', 'unlinked', 'ready'],
  ...['leases', 'lease_waiters', 'lease_marks', 'records', 'record_labels'],
  ...['logs', 'log_entries', 'permits', 'spend', 'reservations', 'slots', 'sessions', 'events', 'epochs'],
] as const;
