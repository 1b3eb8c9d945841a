import type { CheckedClaim, ClaimReply, JsonValue, RememberedClaim, TaskClaim } from '@agentcoord/core';
import type { Verb } from '../operations/mutate.js';
import type { Transaction } from '../store/transaction.js';
import type { View } from '../store/view.js';
import { servableSets } from './capability-sets.js';
import { changeTask } from './change.js';
import { moveDue, nextDueAt } from './expire.js';
import { findWholeTask, toTask, WHOLE_TASK, type WholeRow } from './task-row.js';

export const claim: Verb<CheckedClaim, ClaimReply> = {
  name: 'queues.claim',
  run: claimTasks,
  remember: rememberClaims,
  recall: recallClaims,
};

export function claimTasks(tx: Transaction, request: CheckedClaim): ClaimReply {
  moveDue(tx, request.queue);
  // Which sets there are is read from the counters, and this very call may just have readied a task.
  if (request.capabilities.length > 0) tx.writeCounters();
  const claims = firstReady(tx, request).flatMap((sequence) => claimOne(tx, sequence, request));
  if (claims.length > 0) return { status: 'claimed', claims };
  const dueAt = nextDueAt(tx, request.queue);
  return { status: 'empty', ...(dueAt === undefined ? {} : { nextDueAt: dueAt }) };
}

interface Head {
  priority: number;
  sequence: number;
}

/**
 * The best tasks over all lists that this worker may take from: one list for each of its tags and each
 * capability set it can serve. Only the heads are read, so neither backlog nor other people's tasks cost anything.
 */
function firstReady(view: View, { queue, tags, capabilities, limit }: CheckedClaim): number[] {
  const heads = new Map<number, Head>();
  for (const requires of servableSets(view, queue, capabilities)) {
    for (const tag of tags.length > 0 ? tags : ['']) {
      for (const head of readHeads(view, [queue, requires, tag], limit)) heads.set(head.sequence, head);
    }
  }
  const best = [...heads.values()].sort((a, b) => b.priority - a.priority || a.sequence - b.sequence);
  return best.slice(0, limit).map((head) => head.sequence);
}

function readHeads(view: View, list: [queue: string, requires: string, tag: string], limit: number): Head[] {
  if (limit > 1) return view.all<Head>(READY_HEADS, ...list, limit);
  // One row is 5 µs cheaper asked for as one row.
  const head = view.get<Head>(READY_HEADS, ...list, 1);
  return head ? [head] : [];
}

export const READY_HEADS = `SELECT priority, sequence FROM ready WHERE queue = ? AND requires = ? AND tag = ?
  ORDER BY priority DESC, sequence LIMIT ?`;

function claimOne(tx: Transaction, sequence: number, request: CheckedClaim): TaskClaim[] {
  const row = tx.get<WholeRow>(`${WHOLE_TASK} WHERE tasks.sequence = ?`, sequence);
  if (!row) return [];
  const fence = tx.nextFence(request.minFence);
  const leaseMs = row.lease_ms ?? request.leaseMs;
  tx.leased(leaseMs);
  const expiresAt = tx.now + leaseMs;
  changeTask(tx, row, {
    state: 'claimed',
    type: 'task-claimed',
    step: {
      worker: request.worker,
      fence,
      claimed_at: tx.now,
      wake_at: expiresAt,
      attempts: row.attempts + 1,
    },
  });
  return [{ task: toTask(row), fence, expiresAt }];
}

interface RememberedClaims {
  status: 'claimed';
  claims: RememberedClaim[];
}

/** A slot keeps no payloads: a replayed claim reads its tasks again. */
export function rememberClaims(reply: ClaimReply): JsonValue {
  if (reply.status === 'empty') return { ...reply };
  const claims = reply.claims.map(({ task, fence, expiresAt }) => ({
    taskId: task.id,
    fence,
    expiresAt,
  }));
  return { status: 'claimed', claims };
}

export function recallClaims(view: View, remembered: JsonValue): ClaimReply {
  const reply = remembered as unknown as RememberedClaims | Extract<ClaimReply, { status: 'empty' }>;
  if (reply.status === 'empty') return reply;
  const claims = reply.claims.flatMap(({ taskId, fence, expiresAt }): TaskClaim[] => {
    const row = findWholeTask(view, taskId);
    return row ? [{ task: toTask(row), fence, expiresAt }] : [];
  });
  return { status: 'claimed', claims };
}
