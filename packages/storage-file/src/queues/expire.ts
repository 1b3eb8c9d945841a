import type { Transaction } from '../store/transaction.js';
import type { View } from '../store/view.js';
import { changeTask } from './change.js';
import { cancelDependents } from './dependents.js';
import { noteFailure } from './notes.js';
import { TASK_COLUMNS, type TaskRow } from './task-row.js';

/** At most so many are moved by one call. */
const MOVED_AT_ONCE = 100;

/** Moves what the clock has decided in one queue: expired claims and delays that are over. Returns how many. */
export function moveDue(tx: Transaction, queue: string): number {
  const first = nextDueAt(tx, queue);
  if (first === undefined || first > tx.now) return 0;
  const rows = tx.all<TaskRow>(
    `SELECT ${TASK_COLUMNS} FROM tasks WHERE queue = ? AND wake_at <= ? ORDER BY wake_at LIMIT ${MOVED_AT_ONCE}`,
    ...[queue, tx.now],
  );
  for (const row of rows) moveOne(tx, row);
  return rows.length;
}

export function moveOne(tx: Transaction, row: TaskRow): void {
  if (row.state === 'scheduled') {
    changeTask(tx, row, { state: 'ready', type: 'task-readied' });
  } else if (row.state === 'claimed') {
    loseClaim(
      tx,
      row,
      'task-expired',
      `The lease of ${row.worker} expired: it died, hung or lost its connection.`,
    );
  }
}

/** The claim ends against its worker's will. The attempt stays counted; the last one ends in the dead letter, which `state` tells. */
export function loseClaim(
  tx: Transaction,
  row: TaskRow,
  type: 'task-expired' | 'task-evicted',
  message: string,
): void {
  const failure = noteFailure(tx, row, message);
  const isLast = row.attempts >= row.max_attempts;
  changeTask(tx, row, {
    state: isLast ? 'failed' : 'ready',
    type,
    fields: { failure: { ...failure } },
  });
  if (isLast) cancelDependents(tx, row);
}

/** The next time the clock will change something in a queue; undefined: nothing is due. */
export function nextDueAt(view: View, queue: string): number | undefined {
  const row = view.get<{ at: number }>(NEXT_DUE, queue);
  return row?.at;
}

export const NEXT_DUE =
  'SELECT wake_at AS at FROM tasks WHERE queue = ? AND wake_at IS NOT NULL ORDER BY wake_at LIMIT 1';
