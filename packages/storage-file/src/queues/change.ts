import { type EventType, hasEnded, type JsonObject, type TaskState } from '@agentcoord/core';
import type { Transaction } from '../store/transaction.js';
import { claimOf, type TaskRow, tagsOf } from './task-row.js';

/** The columns a step may set. */
export type Step = Partial<
  Pick<TaskRow, 'attempts' | 'due_at' | 'worker' | 'fence' | 'claimed_at' | 'expires_at' | 'dedupe_key'>
>;

const NO_CLAIM: Step = { worker: null, fence: null, claimed_at: null, expires_at: null };

/**
 * The one way a task changes: row, ready lists, counters, event and signals together, so that no verb can
 * forget one of them. Leaving `claimed` ends the claim.
 */
export function changeTask(
  tx: Transaction,
  row: TaskRow,
  to: { state: TaskState; type: EventType; step?: Step; fields?: JsonObject },
): void {
  const before = { ...row };
  Object.assign(row, before.state === 'claimed' && to.state !== 'claimed' ? NO_CLAIM : {}, to.step);
  row.state = to.state;
  row.version += 1;
  row.ready_at = to.state === 'ready' ? tx.now : null;
  row.ended_at = hasEnded(to.state) ? tx.now : null;
  if (hasEnded(to.state)) row.dedupe_key = null;
  storeRow(tx, row);
  if (before.state !== to.state) {
    countTask(tx, before, -1);
    countTask(tx, row, 1);
    if (before.state === 'ready') leaveReady(tx, row);
    if (to.state === 'ready') enterReady(tx, row);
  }
  tx.emit(to.type, `task/${row.id}`, row.version, {
    state: row.state,
    ...changedFields(before, row),
    ...to.fields,
  });
  tx.signal(`task/${row.id}`);
}

function storeRow(tx: Transaction, row: TaskRow): void {
  tx.run(
    `UPDATE tasks SET state = ?, version = ?, attempts = ?, due_at = ?, ready_at = ?, worker = ?, fence = ?,
       claimed_at = ?, expires_at = ?, ended_at = ?, dedupe_key = ? WHERE sequence = ?`,
    ...[row.state, row.version, row.attempts, row.due_at, row.ready_at, row.worker, row.fence],
    ...[row.claimed_at, row.expires_at, row.ended_at, row.dedupe_key, row.sequence],
  );
}

/** Into the lists that claims are served from; tells those who wait for work. */
export function enterReady(tx: Transaction, row: TaskRow): void {
  for (const tag of ['', ...tagsOf(row)]) {
    tx.run(
      'INSERT INTO ready(queue, requires, tag, priority, sequence) VALUES (?, ?, ?, ?, ?)',
      ...[row.queue, row.requires, tag, row.priority, row.sequence],
    );
  }
  tx.signal(`queue/${row.queue}`);
}

function leaveReady(tx: Transaction, row: TaskRow): void {
  for (const tag of ['', ...tagsOf(row)]) {
    tx.run(
      'DELETE FROM ready WHERE queue = ? AND requires = ? AND tag = ? AND priority = ? AND sequence = ?',
      ...[row.queue, row.requires, tag, row.priority, row.sequence],
    );
  }
}

/** Ended tasks are not told apart by what they require: their sets need not stay alive for the count. */
export function countTask(
  tx: Transaction,
  row: Pick<TaskRow, 'state' | 'queue' | 'requires'>,
  by: number,
): void {
  tx.count(`${counterPrefix(row.state, row.queue)}${hasEnded(row.state) ? '' : row.requires}`, by);
}

export function counterPrefix(state: TaskState, queue: string): string {
  return `tasks/${state}/${queue}/`;
}

function changedFields(before: TaskRow, after: TaskRow): JsonObject {
  const fields: JsonObject = {};
  if (before.attempts !== after.attempts) fields['attempts'] = after.attempts;
  if (before.due_at !== after.due_at) fields['dueAt'] = after.due_at;
  if (before.ended_at !== after.ended_at) fields['endedAt'] = after.ended_at;
  const { claim } = claimOf(after);
  if (claim) fields['claim'] = claim;
  else if (before.state === 'claimed') fields['claim'] = null;
  return fields;
}
