import { EVENTS_LOG, type LogEntry, type ReadLog } from '@agentcoord/core';
import type { View } from '../store/view.js';
import { decodeLine, EVENT_LINE, LOG_LINE } from './entry-line.js';

type Request = Required<Omit<ReadLog, 'before'>> & { before?: number };

/**
 * A page comes as one text with a line an entry, which SQLite puts together in the order of the inner query
 * (it has a limit, so its order is never left out). Measured: a quarter less time than with a row an entry.
 */
export function readEntries(view: View, { log, after, before, limit, order }: Request): LogEntry[] {
  const range = `sequence > ? AND sequence < ? ORDER BY sequence ${order === 'ascending' ? 'ASC' : 'DESC'} LIMIT ?`;
  const [source, values] =
    log === EVENTS_LOG
      ? [`SELECT ${EVENT_LINE} AS line FROM events WHERE ${range}`, []]
      : [`SELECT ${LOG_LINE} AS line FROM log_entries WHERE log = ? AND ${range}`, [log]];
  const all = [...values, after, before ?? Number.MAX_SAFE_INTEGER, limit];
  const page = view.get<{ count: number; text: string | null }>(
    `SELECT count(*) AS count, group_concat(line, char(10)) AS text FROM (${source}) AS page`,
    ...all,
  );
  const lines = page?.text?.split('\n') ?? [];
  // None of ours has a line break in it. Where somebody else has put one, there are more lines than entries.
  const isWhole = lines.length === page?.count;
  return (isWhole ? lines : view.all<{ line: string }>(source, ...all).map(({ line }) => line)).map((line) =>
    decodeLine(log, line),
  );
}
