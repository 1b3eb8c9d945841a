import {
  AgentCoordError,
  type CheckedTask,
  type JsonObject,
  MAX_DEPENDENTS,
  type PushReply,
  type TaskState,
} from '@agentcoord/core';
import type { Verb } from '../operations/mutate.js';
import type { Transaction } from '../store/transaction.js';
import { assertFewSets, nameOfSet } from './capability-sets.js';
import { countTask, enterReady } from './change.js';
import { cancelDependent } from './dependents.js';
import { findTask, TASK_COLUMNS, type TaskRow, type TaskSpec } from './task-row.js';

export interface PushRequest {
  queue: string;
  tasks: CheckedTask[];
}

export const push: Verb<PushRequest, PushReply> = {
  name: 'queues.push',
  run(tx, { queue, tasks }) {
    // Dependencies may come later in the list: all rows first, then what holds them back.
    const entries = tasks.map((task) => ({ task, ...addOrFind(tx, queue, task) }));
    const added = entries.filter((entry) => entry.status === 'added');
    for (const { task, row } of added) link(tx, task, row);
    for (const { task, row } of added) settleFirstState(tx, task, row);
    for (const { task, row } of added) cancelIfHopeless(tx, task, row);
    assertFewSets(tx, new Set(added.map(({ row }) => row.requires)));
    return { tasks: entries.map(({ row, status }) => ({ id: row.id, status, state: row.state })) };
  },
};

function addOrFind(
  tx: Transaction,
  queue: string,
  task: CheckedTask,
): { row: TaskRow; status: 'added' | 'duplicate' } {
  const known = findTask(tx, task.id) ?? findUnfinished(tx, queue, task.dedupeKey);
  if (known) return { row: known, status: 'duplicate' };
  const row = tx.get<TaskRow>(
    `INSERT INTO tasks(id, queue, state, priority, tags, requires, version, attempts, max_attempts, lease_ms, unmet,
       cancel_with_dependency, delayed_until, created_at, dedupe_key, parent)
     VALUES (?, ?, 'blocked', ?, ?, ?, 1, 0, ?, ?, 0, ?, ?, ?, ?, ?) RETURNING ${TASK_COLUMNS}`,
    ...[
      task.id,
      queue,
      task.priority,
      task.tags.length > 0 ? ` ${task.tags.join(' ')} ` : '',
      nameOfSet(task.requires),
    ],
    ...[task.maxAttempts, task.leaseMs ?? null, task.onDependencyFailure === 'cancel' ? 1 : 0],
    ...[task.delayMs > 0 ? tx.now + task.delayMs : null, tx.now, task.dedupeKey ?? null, task.parent ?? null],
  );
  if (!row) throw new AgentCoordError('internal', `Task ${task.id} was inserted and gave no row.`);
  tx.run('INSERT INTO task_specs(sequence, spec) VALUES (?, ?)', row.sequence, JSON.stringify(specOf(task)));
  return { row, status: 'added' };
}

function findUnfinished(tx: Transaction, queue: string, dedupeKey: string | undefined): TaskRow | undefined {
  if (dedupeKey === undefined) return undefined;
  return tx.get<TaskRow>(
    `SELECT ${TASK_COLUMNS} FROM tasks WHERE queue = ? AND dedupe_key = ?`,
    queue,
    dedupeKey,
  );
}

/** Counts the dependencies that have not completed, and lets each of them know its dependents. */
function link(tx: Transaction, task: CheckedTask, row: TaskRow): void {
  for (const id of task.dependsOn) {
    const dependency = findTask(tx, id);
    if (!dependency) throw unknownDependency(task, id);
    const count = tx.get<{ count: number }>(
      'SELECT count(*) AS count FROM dependencies WHERE dependency = ?',
      dependency.sequence,
    )?.count;
    if ((count ?? 0) >= MAX_DEPENDENTS) throw tooManyDependents(task, id);
    tx.run(
      'INSERT INTO dependencies(dependency, dependent) VALUES (?, ?)',
      dependency.sequence,
      row.sequence,
    );
    if (dependency.state !== 'completed') row.unmet += 1;
  }
}

function settleFirstState(tx: Transaction, task: CheckedTask, row: TaskRow): void {
  row.state = firstState(row);
  row.ready_at = row.state === 'ready' ? tx.now : null;
  row.wake_at = row.state === 'scheduled' ? row.delayed_until : null;
  tx.run(
    'UPDATE tasks SET state = ?, unmet = ?, ready_at = ?, wake_at = ? WHERE sequence = ?',
    ...[row.state, row.unmet, row.ready_at, row.wake_at, row.sequence],
  );
  if (row.state === 'ready') enterReady(tx, row);
  countTask(tx, row, 1);
  tx.signal(`task/${row.id}`);
  tx.emit('task-added', `task/${row.id}`, row.version, addedFields(task, row));
}

function firstState(row: TaskRow): TaskState {
  if (row.unmet > 0) return 'blocked';
  return row.delayed_until === null ? 'ready' : 'scheduled';
}

function addedFields(task: CheckedTask, row: TaskRow): JsonObject {
  const { queue, state, sequence, created_at: createdAt, wake_at: dueAt } = row;
  const fields = { ...specOf(task), queue, state, sequence, createdAt, attempts: 0 };
  return dueAt === null ? fields : { ...fields, dueAt };
}

function specOf({ delayMs: _delay, ...spec }: CheckedTask): TaskSpec {
  return spec;
}

/** A dependency may already have failed; of the same push it may have been cancelled a moment ago. */
function cancelIfHopeless(tx: Transaction, task: CheckedTask, row: TaskRow): void {
  if (row.cancel_with_dependency === 0 || row.unmet === 0) return;
  for (const id of task.dependsOn) {
    const state = findTask(tx, id)?.state;
    if (state !== 'failed' && state !== 'cancelled') continue;
    // As it stands in the store: it may have gone with another of this push.
    const current = findTask(tx, row.id);
    if (current?.state === 'blocked') cancelDependent(tx, current, id);
    row.state = 'cancelled';
    return;
  }
}

function unknownDependency(task: CheckedTask, id: string): AgentCoordError {
  return new AgentCoordError(
    'unknown_dependency',
    `Task ${task.id} depends on ${id}, which does not exist. Push it first or in the same call; nothing was stored.`,
    { data: { taskId: task.id, dependency: id } },
  );
}

function tooManyDependents(task: CheckedTask, id: string): AgentCoordError {
  return new AgentCoordError(
    'limit_exceeded',
    `Task ${task.id} cannot depend on ${id}: ${MAX_DEPENDENTS} tasks already do, which is the limit. Put a task in between; nothing was stored.`,
    { data: { field: 'dependsOn', limit: MAX_DEPENDENTS, taskId: task.id, dependency: id } },
  );
}
