import type { ListRecords, StoredRecord } from '@agentcoord/core';
import type { SqliteValue } from '../sqlite/database.js';
import type { View } from '../store/view.js';
import { labelText, RECORD_COLUMNS, type RecordRow, toRecord } from './record-row.js';

type Request = ListRecords & { limit: number; order: 'ascending' | 'descending' };

/** By id. The cursor is the last id, so a record that goes meanwhile moves no page. */
export function listRecords(view: View, request: Request): { records: StoredRecord[]; cursor?: string } {
  const { sql, values } = query(request);
  const rows = view.all<RecordRow>(sql, ...values);
  const page = rows.slice(0, request.limit);
  const last = page.at(-1);
  return { records: page.map(toRecord), ...(rows.length > request.limit && last ? { cursor: last.id } : {}) };
}

function query({ collection, labels = {}, order, limit, cursor }: Request): {
  sql: string;
  values: SqliteValue[];
} {
  const [first, ...others] = Object.entries(labels).map(labelText);
  const direction = order === 'ascending' ? 'ASC' : 'DESC';
  const beyond = order === 'ascending' ? '>' : '<';
  const values: SqliteValue[] = [collection];
  // The rarest label would be best, but which one that is cannot be told; the first one leads.
  const from =
    first === undefined
      ? `FROM records AS r WHERE r.collection = ? AND r.value IS NOT NULL`
      : `FROM record_labels AS l JOIN records AS r ON r.number = l.number WHERE l.collection = ? AND l.label = ?`;
  const by = first === undefined ? 'r.id' : 'l.id';
  if (first !== undefined) values.push(first);
  let sql = from;
  for (const label of others) {
    sql +=
      ' AND EXISTS (SELECT 1 FROM record_labels AS o WHERE o.collection = r.collection AND o.label = ? AND o.id = r.id)';
    values.push(label);
  }
  if (cursor !== undefined) {
    sql += ` AND ${by} ${beyond} ?`;
    values.push(cursor);
  }
  const columns = RECORD_COLUMNS.split(', ').map((column) => `r.${column}`);
  return {
    sql: `SELECT ${columns.join(', ')} ${sql} ORDER BY ${by} ${direction} LIMIT ?`,
    values: [...values, limit + 1],
  };
}
