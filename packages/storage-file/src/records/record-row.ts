import type { JsonObject, StoredRecord } from '@agentcoord/core';
import type { View } from '../store/view.js';

export interface RecordRow {
  number: number;
  collection: string;
  id: string;
  version: number;
  value: string | null;
  /** Of its text, parted by single spaces; NULL: it has none. */
  words: string | null;
  labels: string;
  created_at: number;
  updated_at: number;
}

export const RECORD_COLUMNS = 'number, collection, id, version, value, words, labels, created_at, updated_at';

/** Also one that was removed. */
export function findRecord(view: View, collection: string, id: string): RecordRow | undefined {
  return view.get<RecordRow>(
    `SELECT ${RECORD_COLUMNS} FROM records WHERE collection = ? AND id = ?`,
    collection,
    id,
  );
}

/** What `ifVersion` is compared with: 0 where there is none. */
export function currentVersion(row: RecordRow | undefined): number {
  return row === undefined || row.value === null ? 0 : row.version;
}

export function toRecord(row: RecordRow): StoredRecord {
  return {
    collection: row.collection,
    id: row.id,
    version: row.version,
    value: JSON.parse(row.value ?? '{}') as JsonObject,
    labels: JSON.parse(row.labels) as Record<string, string>,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** One label as it stands in the index. */
export function labelText([name, value]: [string, string]): string {
  return JSON.stringify([name, value]);
}
