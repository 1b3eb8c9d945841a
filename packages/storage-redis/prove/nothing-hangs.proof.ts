import { randomUUID } from 'node:crypto';
import { AgentCoordError, type Storage } from '@agentcoord/core';
import { startFaultProxy } from '@agentcoord/tooling/fault-proxy';
import { defineProof } from '@agentcoord/tooling/prove';
import { openRedisStorage } from '../src/index.js';
import { onRedis } from './on-redis.js';

const WITHIN_MS = 5_000;

export default defineProof({
  promise: `A server that is stopped, or a connection that is a black hole: 5,000 calls at once, all settled within ${WITHIN_MS} ms.`,
  run: ({ scaled }) =>
    onRedis({}, async (server) => {
      const calls = scaled(5_000);
      const proxy = await startFaultProxy({ path: server.socketPath });
      const counts: Record<string, number> = {};
      const violations: string[] = [];
      const troubles = {
        'while stopped': { begin: () => server.pause(), end: () => server.resume() },
        'with no way to it': hole('to-server'),
        'with no way back': hole('to-client'),
      };
      function hole(direction: 'to-server' | 'to-client') {
        return { begin: () => proxy.blackHole(direction), end: () => proxy.blackHole('none') };
      }
      for (const [name, { begin, end }] of Object.entries(troubles)) {
        const storage = await openRedisStorage({ namespace: randomUUID(), port: proxy.port });
        begin();
        const ends = await Promise.all(Array.from({ length: calls }, (_, index) => settled(storage, index)));
        end();
        const slowest = Math.max(...ends.map(({ ms }) => ms));
        counts[`calls ${name}`] = ends.length;
        counts[`ms at most ${name}`] = Math.ceil(slowest);
        if (slowest > WITHIN_MS) violations.push(`${name}, a call took ${Math.ceil(slowest)} ms`);
        for (const { outcome } of ends)
          if (!SETTLED.includes(outcome)) violations.push(`${name}, a call ended as ${outcome}`);
        const after = await storage.records.put({ collection: 'things', id: 'after', value: {} });
        if (after.status !== 'stored') violations.push(`${name}, work did not go on afterwards`);
        await storage.close();
      }
      await proxy.close();
      return { counts, violations };
    }),
});

const SETTLED = ['storage_unavailable', 'storage_unknown'];

async function settled(storage: Storage, index: number): Promise<{ outcome: string; ms: number }> {
  const calls = [
    () => storage.records.put({ collection: 'things', id: `r${index}`, value: {} }),
    () => storage.queues.get({ taskIds: ['a'] }),
    () => storage.leases.renew({ grantId: 'a', fence: 1, ttlMs: 1_000 }),
    () => storage.queues.claim({ worker: 'w', leaseMs: 1_000 }),
  ];
  const sentAt = performance.now();
  const outcome = await (calls[index % calls.length]?.() ?? Promise.resolve()).then(
    () => 'done',
    (error: unknown) => (AgentCoordError.is(error) ? error.code : String(error)),
  );
  return { outcome, ms: performance.now() - sentAt };
}
