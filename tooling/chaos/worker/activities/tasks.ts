import {
  AgentCoordError,
  type ClaimReply,
  type NewTask,
  newId,
  type TaskClaim,
  type TaskOutcome,
} from '../../../../packages/core/src/index.js';
import { type Activity, repeatedly, rest, type Work } from '../work.js';

const MOST_PUSHES = 25;

/** Pushes small groups of tasks; some wait for earlier ones. */
export const pushTasks: Activity = async (work) => {
  const known: string[] = [];
  let pushes = 0;
  await repeatedly(work, 4 * work.times.restMs, async () => {
    if (pushes >= MOST_PUSHES) return;
    pushes += 1;
    const ids = Array.from({ length: 1 + Math.floor(work.random() * 3) }, () => newId('task'));
    const tasks = ids.map((id, index): NewTask => {
      const before = index > 0 && work.random() < 0.3 ? ids[index - 1] : known.at(-1);
      const dependsOn = before !== undefined && work.random() < 0.5 ? [before] : [];
      return { id, title: id, priority: 1 + (index % 5), dependsOn, maxAttempts: 100 };
    });
    try {
      await work.storage.queues.push({ tasks });
      known.push(...ids);
    } catch (error) {
      // A store that has lost tasks does not know them.
      if (AgentCoordError.is(error, 'unknown_dependency')) known.length = 0;
      throw error;
    }
  });
};

/** Claims and settles until nothing is left to do, also when no new work comes any more. */
export const workOnTasks: Activity = async (work) => {
  let next: ClaimReply | undefined;
  while (!work.ended.aborted) {
    try {
      const reply: ClaimReply = next ?? (await work.storage.queues.claim(claimOf(work)));
      next = undefined;
      if (reply.status === 'claimed') {
        for (const claim of reply.claims) next = (await workOn(work, claim)) ?? next;
      } else {
        if (work.draining.aborted && (await allEnded(work))) return;
        await rest(work, 2 * work.times.restMs);
      }
    } catch (error) {
      if (!AgentCoordError.is(error)) throw error;
      next = undefined;
      await rest(work, 20 + work.times.restMs);
    }
  }
};

function claimOf({ worker, times }: Work) {
  return { worker, leaseMs: times.claimMs };
}

async function workOn(work: Work, { task, fence }: TaskClaim): Promise<ClaimReply | undefined> {
  const { storage, times, random } = work;
  await rest(work, random() < 0.05 ? 1.3 * times.claimMs : 0.3 * times.restMs);
  if (random() < 0.2)
    await storage.queues.renew({
      taskId: task.id,
      fence,
      leaseMs: times.claimMs,
      progress: { note: 'half' },
    });
  const settle = { taskId: task.id, fence, outcome: outcomeOf(random()) };
  const reply = await storage.queues.settle(random() < 0.5 ? { ...settle, next: claimOf(work) } : settle);
  return reply.status === 'settled' ? reply.next : undefined;
}

function outcomeOf(chance: number): TaskOutcome {
  if (chance < 0.05) return { kind: 'retry', error: 'not yet', delayMs: 10 };
  if (chance < 0.1) return { kind: 'release' };
  return { kind: 'complete', result: { done: true } };
}

async function allEnded({ storage }: Work): Promise<boolean> {
  const { counts } = await storage.queues.stats({});
  return counts.ready + counts.claimed + counts.scheduled + counts.blocked === 0;
}
