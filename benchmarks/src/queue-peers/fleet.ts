import { FileLock } from '@agentcoord/locks';
import { TaskQueue } from '@agentcoord/queue';
import { openRedisStorage } from '@agentcoord/storage-redis';
import { Redis } from 'ioredis';
import { processorMicros } from '../measure/processor-micros.js';
import { redisOnLoopback } from '../measure/redis-on-loopback.js';

/** What agents that hold locks and stay alive cost, whatever else goes on. */
export async function measureLocks(count: number): Promise<Array<Record<string, string | number>>> {
  const { server, port } = await redisOnLoopback();
  const redis = new Redis(port);
  const storage = await openRedisStorage({ port, namespace: 'benchmark' });
  const cost = async (
    measured: string,
    act: () => Promise<unknown>,
  ): Promise<Record<string, string | number>> => {
    const before = await processorMicros(redis);
    for (let index = 0; index < count; index += 1) await act();
    const micros = ((await processorMicros(redis)) - before) / count;
    return { measured, figure: `${micros.toFixed(1)} µs` };
  };
  try {
    const locks = new FileLock({ storage, holder: 'holder' });
    const cycle = async (): Promise<void> => (await locks.acquire('packages/some/src/file.ts')).release();
    for (let index = 0; index < 200; index += 1) await cycle();
    const lease = { grantId: 'agent', holder: 'agent', keys: [{ key: 'agent/one' }], ttlMs: 600_000 };
    const reply = await storage.leases.acquire(lease);
    const fence = reply.status === 'granted' ? reply.grant.fence : 0;
    return [
      await cost('a lock, acquired and released', cycle),
      await cost('a renewal of a lease', () =>
        storage.leases.renew({ grantId: 'agent', fence, ttlMs: 600_000 }),
      ),
    ];
  } finally {
    await storage.close();
    redis.disconnect();
    await server.remove();
  }
}

export async function measureBytes(count: number): Promise<Array<Record<string, string | number>>> {
  const { server, port } = await redisOnLoopback();
  const redis = new Redis(port);
  const storage = await openRedisStorage({ port, namespace: 'benchmark' });
  // Without the events log: it is as long as it may be, whatever else is stored.
  const used = async (): Promise<number> => {
    const all = Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1] ?? Number.NaN);
    return all - Number((await redis.memory('USAGE', '{ac:benchmark}:log:events', 'SAMPLES', 0)) ?? 0);
  };
  const grown = async (
    measured: string,
    fill: () => Promise<unknown>,
  ): Promise<Record<string, string | number>> => {
    const before = await used();
    await fill();
    return { measured, figure: `${Math.round(((await used()) - before) / count)} bytes` };
  };
  try {
    const queue = new TaskQueue({ storage });
    const task = { title: 'Add a health endpoint', tags: ['backend'], payload: { file: 'src/main.ts' } };
    const numbers = Array.from({ length: count }, (_, index) => index);
    return [
      await grown('a ready task with a tag', () => queue.addMany(numbers.map(() => task))),
      await grown('a lock on a file', async () => {
        for (const index of numbers)
          await storage.leases.acquire({
            grantId: `lock-${index}`,
            holder: 'holder',
            keys: [{ key: `file/packages/some/src/file-${index}.ts` }],
            ttlMs: 600_000,
            details: { intent: 'Add /health' },
          });
      }),
      await grown('a record of 200 bytes, as an agent has one', async () => {
        for (const index of numbers)
          await storage.records.put({
            collection: 'agents',
            id: `agent-${index}`,
            value: { text: 'x'.repeat(200) },
            labels: { role: 'worker' },
          });
      }),
    ];
  } finally {
    await storage.close();
    redis.disconnect();
    await server.remove();
  }
}
