import { describe, expect, test } from 'vitest';
import { openRedisStorage } from '../src/index.js';
import { withClient } from './harness/redis-client.js';
import { freshNamespace, missing, sharedServer, unless } from './harness/redis-namespace.js';

describe.skipIf(missing)(`scripts that vanish${unless}`, () => {
  const server = sharedServer();

  test('are sent again while work goes on', async () => {
    const storage = await openRedisStorage(freshNamespace(server.current()));
    await withClient(server.current(), async (redis) => {
      const ids = Array.from({ length: 300 }, (_, index) => `task-${index}`);
      const work = ids.map(async (id) => {
        await storage.queues.push({ tasks: [{ id, title: id }] });
        await redis.script('FLUSH');
        const reply = await storage.queues.claim({ worker: id, leaseMs: 600_000 });
        const claim = (reply.status === 'claimed' && reply.claims[0]) || expect.fail('nothing to claim');
        await redis.script('FLUSH');
        const settle = { taskId: claim.task.id, fence: claim.fence, outcome: { kind: 'complete' as const } };
        expect(await storage.queues.settle(settle)).toMatchObject({ status: 'settled' });
      });
      await Promise.all(work);
      expect((await storage.queues.stats({})).counts).toMatchObject({ completed: 300, ready: 0, claimed: 0 });
    });
    await storage.close();
  });
});
