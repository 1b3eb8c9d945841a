import type { Storage, TaskClaim } from '@agentcoord/core';
import { startFaultProxy } from '@agentcoord/tooling/fault-proxy';
import { describe, expect, test } from 'vitest';
import { openRedisStorage } from '../src/index.js';
import { SCRIPTS } from '../src/scripts/scripts.js';
import { withClient } from './harness/redis-client.js';
import { freshNamespace, missing, sharedServer, unless } from './harness/redis-namespace.js';

const COUNT = 24;
const ASK = { worker: 'w', leaseMs: 600_000 };
const COMPLETE = { kind: 'complete' as const };

async function claimed(storage: Storage): Promise<TaskClaim[]> {
  const tasks = Array.from({ length: 2 * COUNT }, (_, index) => ({ id: `t${index}`, title: 'task' }));
  await storage.queues.push({ tasks });
  const reply = await storage.queues.claim({ ...ASK, limit: COUNT });
  return reply.status === 'claimed' ? reply.claims : [];
}

describe.skipIf(missing)(`settlements that are made in one turn${unless}`, () => {
  const server = sharedServer();

  test('go out in few scripts, each with its own answer and its own next task', async () => {
    await using storage = await openRedisStorage(freshNamespace(server.current()));
    const claims = await claimed(storage);
    await withClient(server.current(), (redis) => redis.config('RESETSTAT'));
    const replies = await Promise.all(
      claims.map(({ task, fence }, index) =>
        storage.queues.settle({
          taskId: task.id,
          // One of them is not the holder's: it alone is refused, and claims nothing.
          fence: index === 5 ? fence - 1 : fence,
          outcome: COMPLETE,
          next: ASK,
        }),
      ),
    );
    const stats = await withClient(server.current(), (redis) => redis.info('commandstats'));
    expect(Number(/cmdstat_evalsha:calls=(\d+)/.exec(stats)?.[1])).toBeLessThanOrEqual(3);
    expect(replies.map(({ status }) => status)).toEqual(
      claims.map((_, index) => (index === 5 ? 'fenced' : 'settled')),
    );
    const next = replies.flatMap((reply) =>
      reply.status === 'settled' && reply.next?.status === 'claimed' ? reply.next.claims : [],
    );
    expect(next.map(({ task }) => task.id)).toEqual(
      Array.from({ length: COUNT - 1 }, (_, index) => `t${COUNT + index}`),
    );
  });

  test.each(['cut-after-request', 'cut-before-request'] as const)(
    'take effect once each and get the true answer when their reply is lost (%s)',
    async (kind) => {
      const options = freshNamespace(server.current());
      const proxy = await startFaultProxy({ path: server.current().socketPath });
      await using direct = await openRedisStorage(options);
      await using proxied = await openRedisStorage({ namespace: options.namespace, port: proxy.port });
      const claims = await claimed(direct);
      const failing = proxy.failNext({ kind }, SCRIPTS.queues.settle.sha);
      const replies = await Promise.all(
        claims.map(({ task, fence }) =>
          proxied.queues.settle({ taskId: task.id, fence, outcome: COMPLETE, next: ASK }),
        ),
      );
      await failing;
      expect(new Set(replies.map(({ status }) => status))).toEqual(new Set(['settled']));
      const next = replies.flatMap((reply) =>
        reply.status === 'settled' && reply.next?.status === 'claimed' ? reply.next.claims : [],
      );
      expect(new Set(next.map(({ task }) => task.id)).size).toBe(COUNT);
      expect((await direct.queues.stats({})).counts).toMatchObject({
        completed: COUNT,
        claimed: COUNT,
        ready: 0,
      });
      await proxy.close();
    },
  );
});
