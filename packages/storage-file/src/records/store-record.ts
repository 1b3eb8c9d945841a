import type { Transaction } from '../store/transaction.js';
import { forgetIndexes, indexRecord } from './indexes.js';
import type { RecordRow } from './record-row.js';

/** Sets a record in the place of what was there before, and lets it be found. */
export function storeRecord(
  tx: Transaction,
  before: RecordRow | undefined,
  record: Omit<RecordRow, 'number'>,
): void {
  if (before) forgetIndexes(tx, before);
  const { collection, id, version, value, words, labels, created_at, updated_at } = record;
  const stored = tx.get<{ number: number }>(
    `INSERT INTO records(collection, id, version, value, words, labels, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT(collection, id) DO UPDATE SET version = excluded.version, value = excluded.value, words = excluded.words,
       labels = excluded.labels, created_at = excluded.created_at, updated_at = excluded.updated_at
     RETURNING number`,
    ...[collection, id, version, value, words, labels, created_at, updated_at],
  );
  indexRecord(tx, { ...record, number: stored?.number ?? 0 });
}
