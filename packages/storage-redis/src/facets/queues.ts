import {
  type CallOptions,
  type CheckedClaim,
  type CheckedTask,
  type ClaimRenewal,
  checkClaim,
  checkClaimRenewal,
  checkId,
  checkIdentity,
  checkPush,
  checkSettle,
  checkText,
  type Queues,
} from '@agentcoord/core';
import type { Caller } from '../call/caller.js';
import { pushEach } from '../scripts/script-input.js';
import { SCRIPTS } from '../scripts/scripts.js';
import { askText } from './tasks/ask-text.js';
import { ClaimReplies } from './tasks/claim-replies.js';
import { queueLooks } from './tasks/looks.js';
import { bodyOf, factsOf } from './tasks/new-task.js';
import { outcomeText } from './tasks/outcome.js';
import { pushed } from './tasks/push-reply.js';

const { push, claim, renew, settle, cancel, requeue, evict } = SCRIPTS.queues;

export function redisQueues(caller: Caller): Queues {
  const { keys, link } = caller;
  const looks = queueLooks(caller);
  const claims = new ClaimReplies(looks, (fence) => link.sawFence(fence));
  const askOf = (request: CheckedClaim) => ({
    text: askText(request),
    minFence: Math.max(request.minFence, link.memory.highestFence),
  });

  /** Told before the first longer one, on the same connection, and then no more. Whether it was noted decides about no call. */
  const noteClaims = (ms: number, options?: CallOptions): Promise<void> | undefined => {
    if (ms <= link.longestClaimMs) return undefined;
    return caller.call(SCRIPTS.server.noteClaim, { args: { lease: ms } }, options).then(
      () => link.notedClaim(ms),
      () => undefined,
    );
  };

  return {
    ...looks,

    async push(request, options) {
      const checked = caller.check(options, () => checkPush(request));
      const { queue } = checked;
      const tasks: Array<string | number> = [];
      for (const task of checked.tasks) {
        const entry = {
          task_id: task.id,
          body: bodyOf(task),
          facts: factsOf(queue, task),
        };
        pushEach(tasks, push, entry);
      }
      const args = { queue, tasks };
      const noted = noteClaims(longestLease(checked.tasks), options);
      const reply = await caller.mutate(push, checked, { args }, options);
      if (noted !== undefined) await noted;
      return pushed(reply);
    },

    async claim(request, options) {
      const checked = caller.check(options, () => checkClaim(request));
      const { text, minFence } = askOf(checked);
      const input = { args: { queue: checked.queue, ask: text, min_fence: minFence } };
      const noted = noteClaims(checked.leaseMs, options);
      const reply = await caller.mutate(claim, checked, input, options);
      if (noted !== undefined) await noted;
      return claims.claimed(reply, options);
    },

    async renew(request, options) {
      const { taskId, fence, leaseMs, progress } = caller.check(options, () => checkClaimRenewal(request));
      const args = {
        task_id: taskId,
        fence,
        lease: leaseMs,
        note: progress?.note,
        percent: progress?.percent,
      };
      const noted = noteClaims(leaseMs, options);
      const { value } = await caller.call(renew, { keys: { task: keys.task(taskId) }, args }, options);
      if (noted !== undefined) await noted;
      return value as unknown as ClaimRenewal;
    },

    async settle(request, options) {
      const checked = caller.check(options, () => checkSettle(request));
      const { taskId, fence, outcome, next } = checked;
      const ask = next && askOf(next);
      const args = {
        task_id: taskId,
        fence,
        outcome: outcomeText(outcome),
        queue: next?.queue,
        ask: ask?.text,
        min_fence: ask?.minFence,
      };
      const noted = noteClaims(next?.leaseMs ?? 0, options);
      const reply = await caller.mutate(settle, checked, { args }, options);
      if (noted !== undefined) await noted;
      return claims.settled(reply, options);
    },

    async cancel(request, options) {
      const checked = caller.check(options, () => ({
        taskId: checkId(request.taskId, 'taskId'),
        ...(request.reason === undefined
          ? {}
          : { reason: checkText(request.reason, 'reason', { maxLength: 500 }) }),
        ...(request.by === undefined ? {} : { by: checkIdentity(request.by, 'by') }),
      }));
      const { taskId, reason = 'Cancelled', by } = checked;
      const args = { task_id: taskId, reason, by };
      const { value } = await caller.mutate(cancel, checked, { args }, options);
      return value as unknown as Awaited<ReturnType<Queues['cancel']>>;
    },

    async requeue(request, options) {
      const checked = caller.check(options, () => ({
        taskId: checkId(request.taskId, 'taskId'),
        ...(request.by === undefined ? {} : { by: checkIdentity(request.by, 'by') }),
      }));
      const args = { task_id: checked.taskId, by: checked.by };
      const { value } = await caller.mutate(requeue, checked, { args }, options);
      return value as unknown as Awaited<ReturnType<Queues['requeue']>>;
    },

    async evict(request, options) {
      const checked = caller.check(options, () => ({
        worker: checkIdentity(request.worker, 'worker'),
        reason: checkText(request.reason, 'reason', { maxLength: 500 }),
      }));
      const { worker, reason } = checked;
      const args = { worker, reason: `Taken from ${worker}: ${reason}` };
      const { value } = await caller.mutate(evict, checked, { args }, options);
      return { taskIds: value.taskIds as string[] };
    },
  };
}

function longestLease(tasks: readonly CheckedTask[]): number {
  return tasks.reduce((longest, { leaseMs = 0 }) => Math.max(longest, leaseMs), 0);
}
