import type { Transaction } from '../store/transaction.js';
import { changeTask } from './change.js';
import { note } from './notes.js';
import { TASK_COLUMNS, type TaskRow } from './task-row.js';

/** A task has completed: one dependency less for each of its dependents, and those without any become ready. */
export function readyDependents(tx: Transaction, completed: TaskRow): void {
  const dependents = dependentsOf(tx, completed);
  if (dependents.length === 0) return;
  tx.run(
    'UPDATE tasks SET unmet = unmet - 1 WHERE sequence IN (SELECT dependent FROM dependencies WHERE dependency = ?)',
    completed.sequence,
  );
  for (const row of dependents) {
    row.unmet -= 1;
    if (row.unmet === 0 && row.state === 'blocked') readyBlocked(tx, row);
  }
}

/** Nothing holds it back any more but perhaps its delay. */
export function readyBlocked(tx: Transaction, row: TaskRow): void {
  const waits = row.delayed_until !== null && row.delayed_until > tx.now;
  changeTask(tx, row, {
    state: waits ? 'scheduled' : 'ready',
    type: 'task-readied',
    step: waits ? { wake_at: row.delayed_until } : {},
  });
}

/** A task has failed or was cancelled: cancels the dependents that ask for it, and theirs. Returns their ids. */
export function cancelDependents(tx: Transaction, ended: TaskRow): string[] {
  const cancelled: string[] = [];
  const queue: TaskRow[] = [ended];
  for (let row = queue.shift(); row; row = queue.shift()) {
    for (const dependent of dependentsOf(tx, row)) {
      if (dependent.cancel_with_dependency === 0 || dependent.state !== 'blocked') continue;
      cancelOne(tx, dependent, row.id);
      cancelled.push(dependent.id);
      queue.push(dependent);
    }
  }
  return cancelled;
}

/** Cancels a task because of a dependency, and what depends on it in turn. */
export function cancelDependent(tx: Transaction, row: TaskRow, dependencyId: string): void {
  cancelOne(tx, row, dependencyId);
  cancelDependents(tx, row);
}

function cancelOne(tx: Transaction, row: TaskRow, dependencyId: string): void {
  const cancelReason = `Its dependency ${dependencyId} failed or was cancelled.`;
  note(tx, row, (notes) => ({ ...notes, cancelReason }));
  changeTask(tx, row, { state: 'cancelled', type: 'task-cancelled', fields: { cancelReason } });
}

function dependentsOf(tx: Transaction, { sequence }: TaskRow): TaskRow[] {
  // Most tasks have none, and a list costs twice as much as a single row.
  if (!tx.get('SELECT 1 AS any FROM dependencies WHERE dependency = ? LIMIT 1', sequence)) return [];
  return tx.all<TaskRow>(
    `SELECT ${TASK_COLUMNS} FROM dependencies JOIN tasks ON tasks.sequence = dependent WHERE dependency = ? ORDER BY dependent`,
    sequence,
  );
}
