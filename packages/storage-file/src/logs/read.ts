import { EVENTS_LOG, type JsonObject, type LogEntry, type ReadLog } from '@agentcoord/core';
import type { View } from '../store/view.js';

interface EntryRow {
  sequence: number;
  id: string;
  at: number;
  author: string | null;
  body: string;
}

type Request = Required<Omit<ReadLog, 'before'>> & { before?: number };

export function readEntries(view: View, { log, after, before, limit, order }: Request): LogEntry[] {
  const range = `sequence > ? AND sequence < ? ORDER BY sequence ${order === 'ascending' ? 'ASC' : 'DESC'} LIMIT ?`;
  const values = [after, before ?? Number.MAX_SAFE_INTEGER, limit];
  const rows =
    log === EVENTS_LOG
      ? view.all<EntryRow>(
          `SELECT sequence, 'event-' || sequence AS id, at, NULL AS author, body FROM events WHERE ${range}`,
          ...values,
        )
      : view.all<EntryRow>(
          `SELECT sequence, id, at, author, body FROM log_entries WHERE log = ? AND ${range}`,
          ...[log, ...values],
        );
  return rows.map(toEntry);
}

function toEntry({ sequence, id, at, author, body }: EntryRow): LogEntry {
  return { sequence, id, at, ...(author === null ? {} : { author }), body: JSON.parse(body) as JsonObject };
}
