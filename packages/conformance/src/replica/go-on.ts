import { digestReplica, type Storage } from '@agentcoord/core';
import { expect } from 'vitest';
import type { ModelRequest } from '../model/lease-model.js';
import type { Step } from '../model/steps.js';
import { recorded } from '../model/transcript.js';
import { own } from './gates.js';
import { ownedStorage } from './owned-storage.js';
import type { Side } from './pair.js';
import { ship } from './shipping.js';

/** Places in the queue are not shipped: with one left, the two would answer differently and both be right. */
export async function leaveQueues(owner: Side, follower: Side, epoch: number): Promise<void> {
  const { waiters } = await owner.storage.leases.inspect({});
  for (const { grantId } of waiters) await owner.storage.leases.release({ grantId }, { epoch });
  await ship(owner, follower);
}

/**
 * Both copies own at once, which only a test may do, and go through the same steps: whatever is derived from what was
 * shipped (lists, counts, marks, links) shows in an answer that differs.
 */
export async function expectSameFuture(
  sides: readonly [Side, Side],
  wishes: readonly ModelRequest[],
  steps: readonly Step[],
): Promise<void> {
  const futures = [];
  for (const { storage, replica } of sides) {
    await own(replica, 9);
    const { storage: told, lines } = recorded(ownedStorage(storage, { epoch: 9, session: 'later' }));
    for (const step of steps) await take(told, wishes, step).catch(() => undefined);
    await drain(told);
    const { kinds } = await digestReplica(replica);
    const counts = Object.entries(kinds).map(([kind, { count }]) => [kind, count]);
    futures.push({ lines: lines(), counts });
  }
  expect(futures[1]).toEqual(futures[0]);
}

async function take(storage: Storage, wishes: readonly ModelRequest[], step: Step): Promise<unknown> {
  const { queues, leases, records, logs } = storage;
  const fenceOf = async (id: string) => (await queues.get({ taskIds: [id] }))[0]?.claim?.fence ?? 1;
  switch (step.step) {
    case 'acquire': {
      const wish = wishes[step.request];
      return wish && leases.acquire({ ...wish, grantId: `later-${wish.grantId}` });
    }
    case 'release':
      return leases.release({ grantId: `grant-${step.request}` });
    case 'revoke':
      return leases.revoke({ holder: wishes[step.request]?.holder ?? '', reason: 'test', by: 'test' });
    case 'push':
      return queues.push({
        tasks: step.tasks.map((task) => ({ title: task.id, ...task, id: `later-${task.id}` })),
      });
    case 'claim':
      return queues.claim(step);
    case 'settle':
      return queues.settle({ taskId: step.id, fence: await fenceOf(step.id), outcome: step.outcome });
    case 'renew-claim':
      return queues.renew({ taskId: step.id, fence: await fenceOf(step.id), leaseMs: 60_000 });
    case 'cancel':
      return queues.cancel({ taskId: step.id });
    case 'requeue':
      return queues.requeue({ taskId: step.id });
    case 'evict':
      return queues.evict({ worker: step.worker, reason: 'test' });
    case 'put':
      return records.put({ collection: 'things', id: step.id, value: {}, labels: { label: step.label } });
    case 'remove':
      return records.remove({ collection: 'things', id: step.id });
    case 'append':
      return logs.append({ log: 'audit', id: `later-${step.id}`, body: {} });
    case 'archive':
      return logs.archive({ log: 'audit', upTo: step.upTo });
    default:
      return undefined;
  }
}

/** Everything that can be claimed, in the order in which it is given. */
async function drain(storage: Storage): Promise<void> {
  const capabilities = ['docker', 'gpu', 'mac'];
  for (;;) {
    const reply = await storage.queues.claim({ worker: 'last', leaseMs: 60_000, capabilities });
    if (reply.status === 'empty') break;
    for (const { task, fence } of reply.claims)
      await storage.queues.settle({ taskId: task.id, fence, outcome: { kind: 'complete' } });
  }
  await storage.queues.stats({});
  await storage.queues.list({});
  await storage.limits.readSpend({ scopes: ['fleet', 'agent'] });
}
