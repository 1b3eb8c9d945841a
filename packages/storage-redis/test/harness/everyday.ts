import type { Storage } from '@agentcoord/core';
import { expect } from 'vitest';

/** A little of everything: what a namespace needs of its server, over both connections. */
export async function everyday(storage: Storage, another: Storage): Promise<void> {
  await using listener = await another.signals.listen({ channels: ['queue/default'] });
  await storage.queues.push({ tasks: [{ id: 'a', title: 'a' }] });
  await storage.signals.publish({ channels: ['queue/default'] });
  expect(await listener.next({ timeoutMs: 10_000 })).toBe('signalled');
  const reply = await another.queues.claim({ worker: 'w', leaseMs: 60_000 });
  const claim = (reply.status === 'claimed' && reply.claims[0]) || expect.fail('not claimed');
  const settle = { taskId: 'a', fence: claim.fence, outcome: { kind: 'complete' as const } };
  expect(await another.queues.settle(settle)).toMatchObject({ status: 'settled' });
  const lease = { keys: [{ key: 'file/a' }], ttlMs: 60_000 };
  expect(await storage.leases.acquire({ ...lease, grantId: 'g1', holder: 'one' })).toMatchObject({
    status: 'granted',
  });
  expect(await another.leases.acquire({ ...lease, grantId: 'g2', holder: 'two' })).toMatchObject({
    status: 'busy',
  });
  await storage.records.put({ collection: 'things', id: 'a', value: { n: 1 }, labels: { kind: 'x' } });
  expect(await another.records.get({ collection: 'things', ids: ['a'] })).toMatchObject([
    { value: { n: 1 } },
  ]);
  expect(await storage.logs.append({ log: 'audit', id: 'a', body: {} })).toMatchObject({ sequence: 1 });
}
