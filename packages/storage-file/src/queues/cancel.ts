import { hasEnded, type TaskState } from '@agentcoord/core';
import type { Verb } from '../operations/mutate.js';
import { changeTask } from './change.js';
import { cancelDependents } from './dependents.js';
import { moveOne } from './expire.js';
import { note } from './notes.js';
import { findTask, stateNow } from './task-row.js';

export interface CancelRequest {
  taskId: string;
  reason?: string;
  by?: string;
}

type CancelReply =
  | { status: 'cancelled'; alsoCancelled: string[] }
  | { status: 'ended'; state: TaskState }
  | { status: 'not_found' };

export const cancel: Verb<CancelRequest, CancelReply> = {
  name: 'queues.cancel',
  run(tx, { taskId, reason = 'Cancelled', by }) {
    const row = findTask(tx, taskId);
    if (!row) return { status: 'not_found' };
    // By the clock it may have failed already, with nobody having looked.
    if (stateNow(row, tx.now) === 'failed') moveOne(tx, row);
    if (hasEnded(row.state)) return { status: 'ended', state: row.state };
    const cancelReason = by === undefined ? reason : `${reason} (by ${by})`;
    note(tx, row, (notes) => ({ ...notes, cancelReason }));
    changeTask(tx, row, { state: 'cancelled', type: 'task-cancelled', fields: { cancelReason } });
    return { status: 'cancelled', alsoCancelled: cancelDependents(tx, row) };
  },
};
