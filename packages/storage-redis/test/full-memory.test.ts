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
});

/** The limit goes where the memory in use is: nothing more fits. */
async function fillMemory(redis: Redis): Promise<void> {
  await redis.config('SET', 'maxmemory', '1mb');
  await expect(redis.set('junk', 'x'.repeat(1_000_000))).rejects.toThrow('OOM');
}
