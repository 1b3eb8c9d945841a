import { randomUUID } from 'node:crypto';
import { crowdOnOneQueue } from '@agentcoord/conformance';
import { pause, type Storage } from '@agentcoord/core';
import { defineProof } from '@agentcoord/tooling/prove';
import type { RedisServer } from '@agentcoord/tooling/redis-server';
import { openRedisStorage } from '../src/index.js';
import { onRedis } from './on-redis.js';

export default defineProof({
  promise:
    '64 processes complete 20,000 tasks of one queue; some are killed, some stopped beyond their lease, the server is killed and started again twice: none lost, none completed twice.',
  run: ({ scaled, seed }) =>
    onRedis({ appendOnly: true }, async (server) => {
      const options = { namespace: randomUUID(), path: server.socketPath };
      const storage = await openRedisStorage(options);
      const tasks = scaled(20_000);
      try {
        const crowd = crowdOnOneQueue({
          storage,
          connection: {
            module: new URL('../test/harness/open-from-source.ts', import.meta.url).href,
            open: 'openFromSource',
            options,
          },
          processes: Math.max(8, scaled(64)),
          killed: Math.max(2, scaled(16)),
          stopped: Math.max(2, scaled(16)),
          tasks,
          seed,
        });
        const [report, restarts] = await Promise.all([crowd, restartTwice(server, storage, tasks)]);
        return { ...report, counts: { ...report.counts, restarts } };
      } finally {
        await storage.close();
      }
    }),
});

/** After a third and after two thirds of the work. */
async function restartTwice(server: RedisServer, storage: Storage, tasks: number): Promise<number> {
  for (const part of [1 / 3, 2 / 3]) {
    while ((await storage.queues.stats({})).counts.completed < part * tasks) await pause(20);
    await server.stop('SIGKILL');
    await server.start();
  }
  return 2;
}
