import { cancelDependent, readyBlocked } from '../queues/dependents.js';
import { findTask, TASK_COLUMNS, type TaskRow } from '../queues/task-row.js';
import type { Transaction } from '../store/transaction.js';

/**
 * A copy taken over in the middle may hold a dependency that has ended and a dependent that has not heard of it. Reads all
 * tasks, once at each take-over: no index names the state.
 */
export function lookAgain(tx: Transaction): void {
  const blocked = tx.all<TaskRow>(
    `SELECT ${TASK_COLUMNS} FROM tasks WHERE state = 'blocked' ORDER BY sequence`,
  );
  for (const row of blocked) {
    if (row.unmet === 0) readyBlocked(tx, row);
    else if (row.cancel_with_dependency === 1) cancelIfHopeless(tx, row);
  }
}

function cancelIfHopeless(tx: Transaction, row: TaskRow): void {
  // It may have gone with one of those before it.
  if (findTask(tx, row.id)?.state !== 'blocked') return;
  const missed = tx.get<{ id: string }>(MISSED_DEPENDENCY, row.sequence);
  if (missed) cancelDependent(tx, row, missed.id);
}

const MISSED_DEPENDENCY = `
  SELECT tasks.id FROM task_specs, json_each(spec, '$.dependsOn') AS dependency JOIN tasks ON tasks.id = dependency.value
  WHERE task_specs.sequence = ? AND tasks.missed IS NOT NULL LIMIT 1`;
