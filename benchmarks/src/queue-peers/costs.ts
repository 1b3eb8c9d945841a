import { Redis } from 'ioredis';
import { median } from '../measure/median.js';
import { processorMicros } from '../measure/processor-micros.js';
import { redisOnLoopback } from '../measure/redis-on-loopback.js';
import { openAgentcoord } from './agentcoord.js';
import { openBull } from './bull.js';
import { measureBytes, measureLocks } from './fleet.js';
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
  return [
    ...rows,
    ...(await measureLocks(quick ? 100 : 2_000)),
    ...(await measureBytes(quick ? 100 : 10_000)),
  ];
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
