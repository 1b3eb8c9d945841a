import { type StoredRecord, wordsOf } from '@agentcoord/core';
import type { View } from '../store/view.js';
import { RECORD_COLUMNS, type RecordRow, toRecord } from './record-row.js';

/** Full text search by FTS5, best first. Each word is handed over in quotes, as data. */
export function searchRecords(view: View, collection: string, words: string, limit: number): StoredRecord[] {
  const query = quoteWords(words);
  if (query === '') return [];
  const columns = RECORD_COLUMNS.split(', ').map((column) => `r.${column}`);
  const rows = view.all<RecordRow>(
    `SELECT ${columns.join(', ')} FROM record_texts AS t JOIN records AS r ON r.number = t.rowid
     WHERE record_texts MATCH ? AND r.collection = ? ORDER BY t.rank, r.id LIMIT ?`,
    ...[query, collection, limit],
  );
  return rows.map(toRecord);
}

/** `fix "log-in` → `"fix" "log in"`, as the words of texts are stored. What has no letter or digit is left out. */
function quoteWords(words: string): string {
  return words
    .split(/\s+/)
    .map((word) => wordsOf(word).trim())
    .filter((word) => word !== '')
    .map((word) => `"${word}"`)
    .join(' ');
}
