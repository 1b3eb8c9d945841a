import type { ReplicaTask } from '@agentcoord/core';
import { countTask, enterReady, leaveReady } from '../../queues/change.js';
import {
  findTask,
  findWholeTask,
  type TaskRow,
  toTask,
  WHOLE_TASK,
  type WholeRow,
} from '../../queues/task-row.js';
import type { Transaction } from '../../store/transaction.js';
import type { View } from '../../store/view.js';
import type { Application, EntityKind, EntityOf, Found } from './entity-kind.js';
import { columnsOf, notesOf, specOf } from './task-columns.js';
import { dependentsOf, linkTask, unlinkTask } from './task-links.js';

export const tasks: EntityKind<'task'> = {
  page(view, after = [0], limit) {
    const sql = `${WHOLE_TASK} WHERE tasks.sequence > ? ORDER BY tasks.sequence LIMIT ?`;
    const rows = view.all<WholeRow>(sql, ...after, limit);
    return rows.map((row) => ({ ...found(row.id, row), place: [row.sequence] }));
  },
  apply(application, { id, state }) {
    const { tx } = application;
    const before = findTask(tx, id);
    if (before && before.sequence !== state?.sequence) removeTask(application, before);
    if (state) setTask(application, before?.sequence === state.sequence ? before : undefined, state);
    if (before?.state !== state?.state || state?.progress) tx.signal(`task/${id}`);
  },
};

export function readTask(view: View, id: string): Found<EntityOf<'task'>> {
  return found(id, findWholeTask(view, id));
}

function found(id: string, row: WholeRow | undefined): Found<EntityOf<'task'>> {
  if (!row) return { entity: { kind: 'task', id, state: null }, bytes: id.length };
  const task: ReplicaTask = toTask(row);
  if (row.state === 'blocked' && row.delayed_until !== null) task.delayedUntil = row.delayed_until;
  if (row.state === 'ready' && row.ready_at !== null) task.readyAt = row.ready_at;
  return {
    entity: { kind: 'task', id, state: task },
    bytes: row.spec.length + (row.notes?.length ?? 0) + 200,
  };
}

function setTask(application: Application, before: TaskRow | undefined, task: ReplicaTask): void {
  const { tx, recount } = application;
  const row = columnsOf(task);
  freeDedupeKey(tx, row);
  const columns = Object.entries(row);
  if (before) {
    const changed = columns.filter(
      ([name, value]) => before[name as keyof TaskRow] !== value && name !== 'parent',
    );
    if (changed.length > 0) {
      const sql = `UPDATE tasks SET ${changed.map(([name]) => `${name} = ?`).join(', ')} WHERE sequence = ?`;
      tx.run(sql, ...changed.map(([, value]) => value), row.sequence);
    }
  } else {
    const names = columns.map(([name]) => name).join(', ');
    const marks = columns.map(() => '?').join(', ');
    tx.run(`INSERT INTO tasks(${names}, unmet) VALUES (${marks}, 0)`, ...columns.map(([, value]) => value));
    tx.run('INSERT INTO task_specs(sequence, spec) VALUES (?, ?)', row.sequence, specOf(task));
    linkTask(application, task);
  }
  const notes = notesOf(task);
  if (before || notes !== null) setNotes(tx, row.sequence, notes);
  moveBetweenLists(tx, before, row);
  if ((before?.state === 'completed') !== (row.state === 'completed')) {
    for (const sequence of dependentsOf(tx, row.sequence)) recount.add(sequence);
  }
}

function setNotes(tx: Transaction, sequence: number, notes: string | null): void {
  if (notes === null) tx.run('DELETE FROM task_notes WHERE sequence = ?', sequence);
  else tx.run('INSERT OR REPLACE INTO task_notes(sequence, notes) VALUES (?, ?)', sequence, notes);
}

type Listed = Pick<TaskRow, 'state' | 'queue' | 'requires' | 'tags' | 'priority' | 'sequence'>;

function moveBetweenLists(tx: Transaction, before: Listed | undefined, after: Listed | undefined): void {
  if (before?.state === after?.state) return;
  if (before) {
    countTask(tx, before, -1);
    if (before.state === 'ready') leaveReady(tx, before);
  }
  if (after) {
    countTask(tx, after, 1);
    if (after.state === 'ready') enterReady(tx, after);
  }
}

/** Of a later moment than the rest of the copy, it may have the key of one that the copy does not know to have ended. */
function freeDedupeKey(
  tx: Transaction,
  { queue, dedupe_key: key, sequence }: ReturnType<typeof columnsOf>,
): void {
  if (key === null) return;
  tx.run(
    'UPDATE tasks SET dedupe_key = NULL WHERE queue = ? AND dedupe_key = ? AND sequence <> ?',
    ...[queue, key, sequence],
  );
}

function removeTask(application: Application, row: TaskRow): void {
  const { tx } = application;
  unlinkTask(application, row);
  moveBetweenLists(tx, row, undefined);
  for (const table of ['tasks', 'task_specs', 'task_notes']) {
    tx.run(`DELETE FROM ${table} WHERE sequence = ?`, row.sequence);
  }
}
