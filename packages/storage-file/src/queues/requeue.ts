import { AgentCoordError, type TaskState } from '@agentcoord/core';
import type { Verb } from '../operations/mutate.js';
import type { Transaction } from '../store/transaction.js';
import { assertFewSets } from './capability-sets.js';
import { changeTask } from './change.js';
import { moveOne } from './expire.js';
import { note } from './notes.js';
import { findTask, stateNow, type TaskRow, type TaskSpec } from './task-row.js';

export interface RequeueRequest {
  taskId: string;
  by?: string;
}

type RequeueReply =
  | { status: 'requeued'; state: TaskState }
  | { status: 'not_ended'; state: TaskState }
  | { status: 'not_found' };

/** A completed task answers `not_ended` with its state: completion is recorded once and for all. */
export const requeue: Verb<RequeueRequest, RequeueReply> = {
  name: 'queues.requeue',
  run(tx, { taskId, by }) {
    const row = findTask(tx, taskId);
    if (!row) return { status: 'not_found' };
    if (stateNow(row, tx.now) === 'failed' && row.state !== 'failed') moveOne(tx, row);
    if (row.state !== 'failed' && row.state !== 'cancelled') return { status: 'not_ended', state: row.state };
    const dedupeKey = freeDedupeKey(tx, row);
    note(tx, row, ({ cancelReason: _reason, ...notes }) => notes);
    const state = row.unmet > 0 ? 'blocked' : 'ready';
    changeTask(tx, row, {
      state,
      type: 'task-requeued',
      step: { attempts: 0, dedupe_key: dedupeKey },
      fields: { cancelReason: null, ...(by === undefined ? {} : { by }) },
    });
    assertFewSets(tx, new Set([row.requires]));
    return { status: 'requeued', state };
  },
};

/** @throws `already_exists` when another unfinished task has taken the key meanwhile. */
function freeDedupeKey(tx: Transaction, row: TaskRow): string | null {
  const spec = tx.get<{ spec: string }>('SELECT spec FROM task_specs WHERE sequence = ?', row.sequence);
  const { dedupeKey } = JSON.parse(spec?.spec ?? '{}') as Partial<TaskSpec>;
  if (dedupeKey === undefined) return null;
  const other = tx.get<{ id: string }>(
    'SELECT id FROM tasks WHERE queue = ? AND dedupe_key = ?',
    row.queue,
    dedupeKey,
  );
  if (!other) return dedupeKey;
  throw new AgentCoordError(
    'already_exists',
    `Task ${row.id} cannot come back: ${other.id} has the same dedupeKey ${JSON.stringify(dedupeKey)} and is not finished. Wait for it, or cancel it.`,
    { data: { taskId: row.id, otherTaskId: other.id, dedupeKey } },
  );
}
