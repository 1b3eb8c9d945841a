import { AgentCoordError } from '@agentcoord/core';
import { startRedisServer } from '@agentcoord/tooling/redis-server';
import type { Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
import { openRedisStorage } from '../src/index.js';
import { withClient } from './harness/redis-client.js';
import { freshNamespace, missing, unless } from './harness/redis-namespace.js';

const LONG_MS = 600_000;

describe.skipIf(missing)(`a server whose memory is full${unless}`, () => {
  test('still renews, releases and settles, and refuses new work before anything has changed', async () => {
    const server = await startRedisServer({ arguments: ['--maxmemory-policy', 'noeviction'] });
    const storage = await openRedisStorage(freshNamespace(server));
    try {
      const request = { grantId: 'a', holder: 'one', keys: [{ key: 'file/a' }], ttlMs: LONG_MS };
      const acquired = await storage.leases.acquire(request);
      const grant = acquired.status === 'granted' ? acquired.grant : expect.fail('not granted');
      await storage.queues.push({ tasks: ['a', 'b'].map((id) => ({ id, title: id })) });
      const reply = await storage.queues.claim({ worker: 'w', leaseMs: LONG_MS });
      const claim = (reply.status === 'claimed' && reply.claims[0]) || expect.fail('not claimed');
      await withClient(server, fillMemory);

      expect(await storage.leases.renew({ ...grant, ttlMs: 2 * LONG_MS })).toMatchObject({
        status: 'renewed',
      });
      const renewal = { taskId: 'a', fence: claim.fence, leaseMs: LONG_MS, progress: { note: 'half' } };
      expect(await storage.queues.renew(renewal)).toMatchObject({ status: 'renewed' });
      const { sequence } = await storage.logs.head({ log: 'events' });
      for (const refused of [
        storage.leases.acquire({ ...request, grantId: 'b', keys: [{ key: 'file/b' }] }),
        storage.queues.push({ tasks: [{ id: 'c', title: 'c' }] }),
        storage.queues.claim({ worker: 'w', leaseMs: LONG_MS }),
        storage.records.put({ collection: 'things', id: 'a', value: {} }),
        storage.logs.append({ log: 'audit', id: 'a', body: {} }),
        storage.limits.reserve({ reservationId: 'r', charges: [{ scope: 's', amount: 1 }], ttlMs: LONG_MS }),
      ]) {
        await expect(refused).rejects.toSatisfy((error) => AgentCoordError.is(error, 'storage_unwritable'));
      }
      expect((await storage.logs.head({ log: 'events' })).sequence).toBe(sequence);

      const settle = { taskId: 'a', fence: claim.fence, outcome: { kind: 'complete' as const } };
      expect(await storage.queues.settle(settle)).toEqual({ status: 'settled', state: 'completed' });
      expect(await storage.leases.release(grant)).toEqual({ status: 'released' });
    } finally {
      await storage.close();
      await server.remove();
    }
  });

  test('still knows who is here and whom its gate admits, and applies a batch whole or not at all', async () => {
    const server = await startRedisServer({ arguments: ['--maxmemory-policy', 'noeviction'] });
    const [owner, follower] = await Promise.all([
      openRedisStorage(freshNamespace(server)),
      openRedisStorage(freshNamespace(server)),
    ]);
    try {
      const [from, to] = [owner.replica ?? expect.fail(), follower.replica ?? expect.fail()];
      const gate = { ifVersion: 0, admits: null, applies: null, record: {} };
      await owner.queues.push({ tasks: ['a', 'b'].map((id) => ({ id, title: id })) });
      await from.setGate({ ...gate, epoch: 1 });
      await withClient(server, fillMemory);

      const { members } = await to.join({ storeId: 'one', host: 'laptop', ttlMs: LONG_MS });
      expect(members).toMatchObject([{ storeId: 'one' }]);
      expect(await to.lead({ holder: 'one', ttlMs: LONG_MS })).toEqual({ leads: true });
      const applies = { source: 'redis', epoch: 1 };
      expect((await to.setGate({ ...gate, applies })).status).toBe('set');
      const reply = await from.changes({ after: { epoch: 0, sequence: 0 } });
      const batch = reply.status === 'changes' ? reply.batch : expect.fail(reply.status);
      await expect(to.apply({ batch })).rejects.toSatisfy((error) =>
        AgentCoordError.is(error, 'storage_unwritable'),
      );
      expect((await to.look()).position).toEqual({ epoch: 0, sequence: 0 });
      expect(await follower.queues.get({ taskIds: ['a'] })).toEqual([undefined]);

      await withClient(server, (redis) => redis.config('SET', 'maxmemory', '0'));
      expect((await to.apply({ batch })).status).toBe('applied');
    } finally {
      await Promise.all([owner.close(), follower.close()]);
      await server.remove();
    }
  });
});

/** The limit goes where the memory in use is: nothing more fits. */
async function fillMemory(redis: Redis): Promise<void> {
  await redis.config('SET', 'maxmemory', '1mb');
  await expect(redis.set('junk', 'x'.repeat(1_000_000))).rejects.toThrow('OOM');
}
