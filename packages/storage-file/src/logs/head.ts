import { AgentCoordError, EVENTS_LOG, type LogHead } from '@agentcoord/core';
import type { Transaction } from '../store/transaction.js';
import type { View } from '../store/view.js';

interface LogRow {
  sequence: number;
  version: number;
}

/** Takes the next `entries` numbers of a log; the version grows with every change. */
export function nextOfLog(tx: Transaction, log: string, entries: 0 | 1): LogRow {
  const row = tx.get<LogRow>(
    `INSERT INTO logs(log, sequence, count, version) VALUES (?1, ?2, ?2, 1)
     ON CONFLICT(log) DO UPDATE SET sequence = sequence + ?2, count = count + ?2, version = version + 1
     RETURNING sequence, version`,
    ...[log, entries],
  );
  if (!row) throw new AgentCoordError('internal', `Log ${log} gave no number.`);
  return row;
}

export function readHead(view: View, log: string): LogHead {
  if (log === EVENTS_LOG) return eventsHead(view);
  const head = view.get<{ sequence: number; count: number }>(
    'SELECT sequence, count FROM logs WHERE log = ?',
    log,
  );
  const first = view.get<{ first: number | null }>(
    'SELECT min(sequence) AS first FROM log_entries WHERE log = ?',
    log,
  );
  return { ...(head ?? { sequence: 0, count: 0 }), ...firstOf(first) };
}

/** Events have a table of their own, shorter than a log: every mutation writes one. */
function eventsHead(view: View): LogHead {
  const first = view.get<{ first: number | null }>('SELECT min(sequence) AS first FROM events');
  const last = view.get<{ last: number | null }>('SELECT max(sequence) AS last FROM events');
  const sequence = last?.last ?? 0;
  return { sequence, count: sequence, ...firstOf(first) };
}

function firstOf(row: { first: number | null } | undefined): Pick<LogHead, 'firstSequence'> {
  return typeof row?.first === 'number' ? { firstSequence: row.first } : {};
}
