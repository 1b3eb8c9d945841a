import type {
  ClaimTasks,
  NewTask,
  PushReply,
  SettleReply,
  Storage,
  Task,
  TaskClaim,
  TaskOutcome,
} from '@agentcoord/core';
import { expect } from 'vitest';
import { expectStatus, LONG_MS, present } from '../harness/expectations.js';

/** What a test says about a task; the title is made up. */
export type TaskWish = Omit<NewTask, 'title'> & { title?: string };

export function newTask(wish: TaskWish): NewTask {
  return { title: `Task ${wish.id}`, ...wish };
}

export function push(storage: Storage, ...wishes: TaskWish[]): Promise<PushReply> {
  return storage.queues.push({ tasks: wishes.map(newTask) });
}

export function claimRequest(more: Partial<ClaimTasks> = {}): ClaimTasks {
  return { worker: 'worker', leaseMs: LONG_MS, ...more };
}

/** Claims, and expects to get something. */
export async function claimed(storage: Storage, more: Partial<ClaimTasks> = {}): Promise<TaskClaim[]> {
  return expectStatus(await storage.queues.claim(claimRequest(more)), 'claimed').claims;
}

export async function claimOne(storage: Storage, more: Partial<ClaimTasks> = {}): Promise<TaskClaim> {
  return present((await claimed(storage, more))[0], 'claim');
}

export async function claimNothing(storage: Storage, more: Partial<ClaimTasks> = {}) {
  return expectStatus(await storage.queues.claim(claimRequest(more)), 'empty');
}

/** Claims one at a time until nothing is left; the ids in the order they came. */
export async function claimOrder(storage: Storage, more: Partial<ClaimTasks> = {}): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    const reply = await storage.queues.claim(claimRequest(more));
    if (reply.status === 'empty') return ids;
    ids.push(...reply.claims.map((claim) => claim.task.id));
  }
}

export function settle(storage: Storage, claim: TaskClaim, outcome: TaskOutcome): Promise<SettleReply> {
  return storage.queues.settle({ taskId: claim.task.id, fence: claim.fence, outcome });
}

export function complete(storage: Storage, claim: TaskClaim): Promise<SettleReply> {
  return settle(storage, claim, { kind: 'complete' });
}

export async function task(storage: Storage, id: string): Promise<Task> {
  const [found] = await storage.queues.get({ taskIds: [id] });
  return present(found, `task ${id}`);
}

export async function expectState(storage: Storage, id: string, state: Task['state']): Promise<Task> {
  const found = await task(storage, id);
  expect(found.state, `state of ${id}`).toBe(state);
  return found;
}
