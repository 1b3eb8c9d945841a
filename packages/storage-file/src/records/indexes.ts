import type { Transaction } from '../store/transaction.js';
import { labelText, type RecordRow } from './record-row.js';

/** Lets a record be found by its labels and, where it has any, by the words of its text. */
export function indexRecord(tx: Transaction, row: RecordRow): void {
  for (const label of labelsOf(row)) {
    tx.run(
      'INSERT INTO record_labels(collection, label, id, number) VALUES (?, ?, ?, ?)',
      ...[row.collection, label, row.id, row.number],
    );
  }
  if (row.words !== null)
    tx.run('INSERT INTO record_texts(rowid, text) VALUES (?, ?)', row.number, row.words);
}

export function forgetIndexes(tx: Transaction, row: RecordRow): void {
  for (const label of labelsOf(row)) {
    tx.run(
      'DELETE FROM record_labels WHERE collection = ? AND label = ? AND id = ?',
      row.collection,
      label,
      row.id,
    );
  }
  tx.run('DELETE FROM record_texts WHERE rowid = ?', row.number);
}

function labelsOf(row: RecordRow): string[] {
  return Object.entries(JSON.parse(row.labels) as Record<string, string>).map(labelText);
}
