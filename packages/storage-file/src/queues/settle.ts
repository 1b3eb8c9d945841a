import type { CheckedSettle, ClaimReply, JsonValue, SettleReply, TaskOutcome } from '@agentcoord/core';
import type { Verb } from '../operations/mutate.js';
import type { Transaction } from '../store/transaction.js';
import { changeTask } from './change.js';
import { claimTasks, recallClaims, rememberClaims } from './claim.js';
import { cancelDependents, readyDependents } from './dependents.js';
import { note, noteFailure } from './notes.js';
import { findTask, stateNow, type TaskRow } from './task-row.js';

export const settle: Verb<CheckedSettle, SettleReply> = {
  name: 'queues.settle',
  run(tx, { taskId, fence, outcome, next }) {
    const row = findTask(tx, taskId);
    if (!row) return { status: 'fenced' };
    const state = stateNow(row, tx.now);
    if (state !== 'claimed' || row.fence !== fence) return { status: 'fenced', state };
    end(tx, row, outcome);
    return {
      status: 'settled',
      state: row.state,
      ...(next === undefined ? {} : { next: claimTasks(tx, next) }),
    };
  },
  remember(reply) {
    if (reply.status === 'fenced' || reply.next === undefined) return { ...reply } as JsonValue;
    return { ...reply, next: rememberClaims(reply.next) };
  },
  recall(view, remembered) {
    const reply = remembered as unknown as SettleReply;
    if (reply.status === 'fenced' || reply.next === undefined) return reply;
    return { ...reply, next: recallClaims(view, reply.next as unknown as JsonValue) as ClaimReply };
  },
};

function end(tx: Transaction, row: TaskRow, outcome: TaskOutcome): void {
  if (outcome.kind === 'complete') complete(tx, row, outcome.result);
  else if (outcome.kind === 'release') release(tx, row, outcome.reason);
  else if (outcome.kind === 'bury' || row.attempts >= row.max_attempts) fail(tx, row, outcome.error);
  else retry(tx, row, outcome);
}

function release(tx: Transaction, row: TaskRow, reason: string | undefined): void {
  const step = { attempts: row.attempts - 1 };
  const fields = reason === undefined ? {} : { reason };
  changeTask(tx, row, { state: 'ready', type: 'task-released', step, fields });
}

function complete(tx: Transaction, row: TaskRow, result: JsonValue | undefined): void {
  if (result !== undefined) note(tx, row, (notes) => ({ ...notes, result }));
  const fields = result === undefined ? {} : { result };
  changeTask(tx, row, { state: 'completed', type: 'task-completed', fields });
  readyDependents(tx, row);
}

function retry(
  tx: Transaction,
  row: TaskRow,
  { error, delayMs }: Extract<TaskOutcome, { kind: 'retry' }>,
): void {
  const failure = noteFailure(tx, row, error);
  changeTask(tx, row, {
    state: delayMs > 0 ? 'scheduled' : 'ready',
    type: 'task-retried',
    step: delayMs > 0 ? { wake_at: tx.now + delayMs } : {},
    fields: { failure: { ...failure } },
  });
}

function fail(tx: Transaction, row: TaskRow, error: string): void {
  const failure = noteFailure(tx, row, error);
  changeTask(tx, row, { state: 'failed', type: 'task-failed', fields: { failure: { ...failure } } });
  cancelDependents(tx, row);
}
