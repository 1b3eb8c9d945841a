import type { ReplicaRecord } from '@agentcoord/core';
import { findRecord, RECORD_COLUMNS, type RecordRow, toRecord } from '../../records/record-row.js';
import { storeRecord } from '../../records/store-record.js';
import type { View } from '../../store/view.js';
import type { EntityKind, EntityOf, Found } from './entity-kind.js';

export const records: EntityKind<'record'> = {
  page(view, after = [0], limit) {
    const rows = view.all<RecordRow>(
      `SELECT ${RECORD_COLUMNS} FROM records WHERE number > ? ORDER BY number LIMIT ?`,
      ...after,
      limit,
    );
    return rows.map((row) => ({ ...found(row), place: [row.number] }));
  },
  apply({ tx }, { collection, id, state }) {
    storeRecord(tx, findRecord(tx, collection, id), { collection, id, ...columnsOf(state) });
    tx.signal(`record/${collection}`);
  },
};

export function readRecord(
  view: View,
  collection: string,
  id: string,
): Found<EntityOf<'record'>> | undefined {
  const row = findRecord(view, collection, id);
  return row && found(row);
}

function found(row: RecordRow): Found<EntityOf<'record'>> {
  const { collection, id, version, value, words } = row;
  const state: ReplicaRecord =
    value === null ? { version, value } : { ...toRecord(row), ...(words === null ? {} : { words }) };
  return {
    entity: { kind: 'record', collection, id, state },
    bytes: (value?.length ?? 0) + (words?.length ?? 0) + row.labels.length + 200,
  };
}

function columnsOf(state: ReplicaRecord): Omit<RecordRow, 'number' | 'collection' | 'id'> {
  const { version } = state;
  if (state.value === null)
    return { version, value: null, words: null, labels: '{}', created_at: 0, updated_at: 0 };
  return {
    version,
    value: JSON.stringify(state.value),
    words: state.words ?? null,
    labels: JSON.stringify(state.labels),
    created_at: state.createdAt,
    updated_at: state.updatedAt,
  };
}
