import { FileLock } from '@agentcoord/locks';
import { TaskQueue } from '@agentcoord/queue';
import { openRedisStorage } from '@agentcoord/storage-redis';
import { Redis } from 'ioredis';
import { median } from '../measure/median.js';
import { redisOnLoopback } from '../measure/redis-on-loopback.js';
import { openAgentcoord } from './agentcoord.js';
import { openBull } from './bull.js';
import type { OpenPeer, QueuePeer } from './peer.js';

interface Side {
  measured: string;
  redis: Redis;
  peer: QueuePeer;
  rounds: number[];
}

const BATCH = 1_000;

export async function measureCosts(quick: boolean): Promise<Array<Record<string, string | number>>> {
  const backlogs = quick ? [100, 1_000] : [1_000, 100_000, 1_000_000];
  const rows: Array<Record<string, string | number>> = [];
  const ours = await measureSides('AgentCoord', openAgentcoord, backlogs, quick);
  const theirs = await measureSides('BullMQ', openBull, backlogs.slice(0, 2), quick);
  for (const sides of [ours, theirs]) {
    const base = median(sides[0]?.rounds ?? []);
    for (const { measured, rounds } of sides)
      rows.push({
        measured,
        figure: `${median(rounds).toFixed(1)} µs`,
        ratio: (median(rounds) / base).toFixed(2),
      });
  }
  return [...rows, ...(await measureBytes(quick ? 100 : 10_000))];
}

async function measureSides(
  library: string,
  open: OpenPeer,
  backlogs: readonly number[],
  quick: boolean,
): Promise<Side[]> {
  const ends: Array<() => Promise<unknown>> = [];
  try {
    const sides: Side[] = [];
    for (const backlog of backlogs) {
      const { server, port } = await redisOnLoopback();
      const redis = new Redis(port);
      const peer = await open({ port, queue: 'jobs', worker: 'worker' });
      ends.push(
        () => peer.close(),
        async () => redis.disconnect(),
        () => server.remove(),
      );
      for (let left = backlog; left > 0; left -= BATCH) await peer.addBulk(Math.min(left, BATCH));
      const measured = `${library}, a task at a backlog of ${backlog.toLocaleString('en')}`;
      sides.push({ measured, redis, peer, rounds: [] });
    }
    const jobs = quick ? 100 : 1_500;
    for (let round = 0; round < (quick ? 2 : 6); round += 1) {
      for (const side of sides) side.rounds.push(await costOf(side, jobs));
    }
    // The first round warms up.
    for (const side of sides) side.rounds.shift();
    return sides;
  } finally {
    for (const end of ends) await end();
  }
}

/** Adds and works off as many, so that the backlog stays as it was. @returns µs of the server a job. */
async function costOf({ redis, peer }: Side, jobs: number): Promise<number> {
  const before = await processorMicros(redis);
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < jobs) await peer.add(next++);
  };
  await Promise.all(Array.from({ length: 10 }, lane));
  let done = 0;
  let ended: () => void = () => undefined;
  const all = new Promise<void>((resolve) => {
    ended = resolve;
  });
  const stop = await peer.work({
    concurrency: 10,
    onJob() {
      done += 1;
      if (done === jobs) ended();
    },
  });
  await all;
  await stop();
  return ((await processorMicros(redis)) - before) / jobs;
}

async function processorMicros(redis: Redis): Promise<number> {
  const info = await redis.info('cpu');
  const seconds = [...info.matchAll(/used_cpu_(?:sys|user)_main_thread:([\d.]+)/g)].map((found) =>
    Number(found[1]),
  );
  return seconds.reduce((sum, part) => sum + part, 0) * 1e6;
}

async function measureBytes(count: number): Promise<Array<Record<string, string | number>>> {
  const { server, port } = await redisOnLoopback();
  const redis = new Redis(port);
  const storage = await openRedisStorage({ port, namespace: 'benchmark' });
  const used = async (): Promise<number> =>
    Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1] ?? Number.NaN);
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
    const locks = new FileLock({ storage, holder: 'holder' });
    const task = { title: 'Add a health endpoint', tags: ['backend'], payload: { file: 'src/main.ts' } };
    const name = (index: number): string => `packages/some/src/file-${index}.ts`;
    const numbers = Array.from({ length: count }, (_, index) => index);
    // The events log is full by then, so that it does not grow with the tasks.
    for (let index = 0; index < (count < 1_000 ? 1 : 110); index += 1)
      await queue.addMany(Array(BATCH).fill({ title: 'filler' }));
    return [
      await grown('a ready task with a tag, without its event', () => queue.addMany(numbers.map(() => task))),
      await grown('a lock on a file', async () => {
        for (const index of numbers) await locks.acquire(name(index), { intent: 'Add /health' });
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
