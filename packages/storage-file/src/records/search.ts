import type { StoredRecord } from '@agentcoord/core';
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

/** `fix "login` → `"fix" "login"`. What has no letter or digit matches nothing by itself and is left out. */
function quoteWords(words: string): string {
  return words
    .split(/[\s\0]+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .map((word) => `"${word.replaceAll('"', '""')}"`)
    .join(' ');
}
