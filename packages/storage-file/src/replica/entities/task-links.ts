import type { ReplicaTask } from '@agentcoord/core';
import { findTask, type TaskRow, type TaskSpec } from '../../queues/task-row.js';
import type { Transaction } from '../../store/transaction.js';
import type { View } from '../../store/view.js';
import type { Application } from './entity-kind.js';

/**
 * Links a new task with its dependencies and with those that wait for it. Either may come first: what the copy has not been told
 * of yet is kept by its id.
 */
export function linkTask(application: Application, { id, sequence, dependsOn }: ReplicaTask): void {
  const { tx, recount } = application;
  for (const dependency of dependsOn) {
    const known = findTask(tx, dependency);
    if (known) addLink(tx, known.sequence, sequence);
    else addUnlinked(application, dependency, sequence);
  }
  if (dependsOn.length > 0) recount.add(sequence);
  if (!application.hasUnlinked) return;
  const waiting = tx.all<{ dependent: number }>('SELECT dependent FROM unlinked WHERE dependency = ?', id);
  if (waiting.length === 0) return;
  tx.run('DELETE FROM unlinked WHERE dependency = ?', id);
  for (const { dependent } of waiting) {
    addLink(tx, sequence, dependent);
    recount.add(dependent);
  }
}

export function unlinkTask(application: Application, row: TaskRow): void {
  const { tx, recount } = application;
  for (const dependent of dependentsOf(tx, row.sequence)) {
    addUnlinked(application, row.id, dependent);
    recount.add(dependent);
  }
  tx.run('DELETE FROM dependencies WHERE dependency = ?', row.sequence);
  for (const id of dependenciesOf(tx, row.sequence)) {
    tx.run('DELETE FROM unlinked WHERE dependency = ? AND dependent = ?', id, row.sequence);
    const known = findTask(tx, id);
    if (known)
      tx.run(`DELETE FROM dependencies WHERE dependency = ? AND dependent = ?`, known.sequence, row.sequence);
  }
}

export function dependentsOf(view: View, sequence: number): number[] {
  return view
    .all<{ dependent: number }>('SELECT dependent FROM dependencies WHERE dependency = ?', sequence)
    .map((row) => row.dependent);
}

/** What is told of a task is its state; how many of its dependencies have not completed is counted here. */
export function countUnmet({ tx, recount }: Application): void {
  for (const sequence of recount) {
    const unmet = dependenciesOf(tx, sequence).filter((id) => findTask(tx, id)?.state !== 'completed').length;
    tx.run('UPDATE tasks SET unmet = ? WHERE sequence = ?', unmet, sequence);
  }
}

function dependenciesOf(view: View, sequence: number): string[] {
  const row = view.get<{ spec: string }>('SELECT spec FROM task_specs WHERE sequence = ?', sequence);
  return row ? ((JSON.parse(row.spec) as TaskSpec).dependsOn ?? []) : [];
}

function addUnlinked(application: Application, dependency: string, dependent: number): void {
  application.hasUnlinked = true;
  application.tx.run(
    'INSERT OR IGNORE INTO unlinked(dependency, dependent) VALUES (?, ?)',
    dependency,
    dependent,
  );
}

function addLink(tx: Transaction, dependency: number, dependent: number): void {
  tx.run('INSERT OR IGNORE INTO dependencies(dependency, dependent) VALUES (?, ?)', dependency, dependent);
}
