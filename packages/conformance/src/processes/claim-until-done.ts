import type { ClaimReply, ClaimTasks, Storage, TaskClaim } from '@agentcoord/core';
import type { Recorder } from './history-file.js';
import type { Milestone } from './process-job.js';

export interface ClaimJob {
  worker: string;
  leaseMs: number;
  /** Every so many tasks the worker dawdles until its claim has expired, and then settles all the same. */
  lateEvery?: number;
}

/** A worker: claims and completes until every task has ended. */
export async function claimUntilDone(
  storage: Storage,
  job: ClaimJob,
  record: Recorder,
  milestone: Milestone,
): Promise<void> {
  const request: ClaimTasks = { worker: job.worker, leaseMs: job.leaseMs };
  await using listener = await storage.signals.listen({ channels: ['queue/default'] });
  let claimed = 0;
  let reply: ClaimReply = await storage.queues.claim(request);
  for (;;) {
    if (reply.status === 'empty') {
      if (await allEnded(storage)) return;
      const dueInMs = reply.nextDueAt === undefined ? 500 : reply.nextDueAt - (await storage.now());
      await listener.next({ timeoutMs: Math.min(500, Math.max(10, dueInMs)) });
      reply = await storage.queues.claim(request);
      continue;
    }
    const [claim] = reply.claims;
    if (!claim) throw new Error('claimed nothing');
    claimed += 1;
    record({
      kind: 'task-claimed',
      taskId: claim.task.id,
      fence: claim.fence,
      // Not of the task: where the reply was lost for long, that may be in other hands by now.
      at: claim.expiresAt - job.leaseMs,
    });
    milestone(claimed);
    if (job.lateEvery !== undefined && claimed % job.lateEvery === 0) await outlive(storage, claim);
    // Half of the tasks are settled with the next claim in the same trip, half without.
    const next = claimed % 2 === 0 ? request : undefined;
    reply = (await completeOne(storage, claim, next, record)) ?? (await storage.queues.claim(request));
  }
}

async function completeOne(
  storage: Storage,
  claim: TaskClaim,
  next: ClaimTasks | undefined,
  record: Recorder,
): Promise<ClaimReply | undefined> {
  const { task, fence } = claim;
  const settle = { taskId: task.id, fence, outcome: { kind: 'complete' as const } };
  const reply = await storage.queues.settle(next === undefined ? settle : { ...settle, next });
  if (reply.status === 'fenced') return undefined;
  record({ kind: 'task-completed', taskId: task.id, fence });
  return reply.next;
}

async function allEnded(storage: Storage): Promise<boolean> {
  const { counts } = await storage.queues.stats({});
  return counts.ready + counts.claimed + counts.scheduled + counts.blocked === 0;
}

/** Waits, as a worker would that hangs, until the claim is over by the storage's clock. */
async function outlive(storage: Storage, claim: TaskClaim): Promise<void> {
  await using listener = await storage.signals.listen({ channels: ['nobody/publishes'] });
  for (let leftMs = 1; leftMs > 0; leftMs = claim.expiresAt - (await storage.now()) + 1) {
    await listener.next({ timeoutMs: leftMs });
  }
}
