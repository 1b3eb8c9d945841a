import '@agentcoord/tooling/lua-register';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pause, type Storage } from '@agentcoord/core';
import { type FailoverStorage, openFailoverStorage } from '@agentcoord/storage-failover';
import { openFileStorage } from '@agentcoord/storage-file';
import { defineProof } from '@agentcoord/tooling/prove';
import { type RedisServer, redisMissing, startRedisServer } from '@agentcoord/tooling/redis-server';

const A_SECOND = 1_000;
/** Followed and not followed take turns: what else the machine does then hits both. */
const TURNS = 20;
const MOST_COST = 0.05;
/** However long it goes on. */
const MOST_BEHIND_MS = 5_000;
const MANY = 20;

export default defineProof({
  promise:
    'Being followed by Redis takes a host that owns at most 5 % of a core at 1,000 mutations a second; at full speed the lag stays below 5 s, and status tells it.',
  async run({ scaled }) {
    const skipped = redisMissing();
    if (skipped) return { counts: {}, violations: [], skipped };
    const root = await mkdtemp(join(tmpdir(), 'agentcoord-cost-'));
    const server = await startRedisServer();
    try {
      const paced = await costAtAPace(server, root, scaled(A_SECOND * 2));
      const full = await lagAtFullSpeed(server, root, scaled(10_000));
      const violations = [
        ...(paced.processor <= MOST_COST
          ? []
          : [`following takes ${percent(paced.processor)} of a core at 1,000 mutations a second`]),
        ...(full.furthestMs <= MOST_BEHIND_MS
          ? []
          : [`Redis was ${full.furthestMs} ms behind at full speed`]),
        ...(full.shown > 0 ? [] : ['status never told how far Redis is behind']),
      ];
      const counts: Record<string, number> = {
        'mutations timed': paced.calls,
        'µs a mutation, alone': Math.round(paced.aloneMs * 1_000),
        'µs a mutation, followed': Math.round(paced.followedMs * 1_000),
        'longer for being followed, % (of the wall clock; the machine decides)':
          Math.round(paced.cost * 1_000) / 10,
        '% of a core for following': Math.round(paced.processor * 1_000) / 10,
        'mutations a second at full speed': full.aSecond,
        'furthest behind, ms': full.furthestMs,
        'furthest behind, events': full.furthestEvents,
        'caught up after, ms': full.caughtUpMs,
      };
      return { counts, violations };
    } finally {
      await server.remove();
      await rm(root, { recursive: true, force: true });
    }
  },
});

async function openHost(root: string, name: string, path: string): Promise<FailoverStorage> {
  const { openRedisStorage } = await import('@agentcoord/storage-redis');
  const folder = join(root, name);
  const local = await openFileStorage({ folder });
  const open = (): Promise<Storage> => openRedisStorage({ namespace: name, path });
  const storage = openFailoverStorage({
    primary: { open, address: path, host: path },
    ...{ local, folder, isPrivate: async () => true },
  });
  await storage.records.put({ collection: 'prove', id: 'first', value: {} }, { timeoutMs: 30_000 });
  return storage;
}

/** Two hosts that own: one is followed; the other's server stands still, so nothing is sent. */
async function costAtAPace(server: RedisServer, root: string, callsATurn: number) {
  const stopped = await startRedisServer();
  try {
    await using followed = await openHost(root, 'followed', server.socketPath);
    await using alone = await openHost(root, 'alone', stopped.socketPath);
    await stopped.stop('SIGKILL');
    await atAPace(alone, 500);
    await atAPace(followed, 500);
    const ratios: number[] = [];
    const times = { alone: [] as number[], followed: [] as number[] };
    const processors = { alone: 0, followed: 0 };
    for (let turn = 0; turn < TURNS; turn += 1) {
      const [first, second] =
        turn % 2 === 0 ? (['alone', 'followed'] as const) : (['followed', 'alone'] as const);
      for (const who of [first, second]) {
        const { meanMs, processor } = await atAPace(who === 'alone' ? alone : followed, callsATurn / TURNS);
        times[who].push(meanMs);
        processors[who] += processor / TURNS;
      }
      ratios.push((times.followed.at(-1) ?? 0) / (times.alone.at(-1) ?? 1));
    }
    return {
      calls: callsATurn * 2,
      cost: median(ratios) - 1,
      aloneMs: median(times.alone),
      followedMs: median(times.followed),
      processor: processors.followed - processors.alone,
    };
  } finally {
    await stopped.remove();
  }
}

/** A thousand a second, each begun when it is due. */
async function atAPace(storage: Storage, calls: number) {
  const beganAt = performance.now();
  const before = process.cpuUsage();
  let spentMs = 0;
  for (let number = 0; number < calls; number += 1) {
    const early = beganAt + number - performance.now();
    if (early > 0) await pause(early);
    const startedAt = performance.now();
    await mutate(storage, number);
    spentMs += performance.now() - startedAt;
  }
  const { user, system } = process.cpuUsage(before);
  return { meanMs: spentMs / calls, processor: (user + system) / 1_000 / (performance.now() - beganAt) };
}

let made = 0;

async function mutate(storage: Storage, number: number): Promise<void> {
  made += 1;
  if (number % 2 === 0) await storage.queues.push({ tasks: [{ id: `task-${made}`, title: 'Task' }] });
  else await storage.records.put({ collection: 'prove', id: `record-${number % 50}`, value: { made } });
}

async function lagAtFullSpeed(server: RedisServer, root: string, forMs: number) {
  await using storage = await openHost(root, 'full', server.socketPath);
  const until = performance.now() + forMs;
  let calls = 0;
  const work = async (): Promise<void> => {
    for (; performance.now() < until; calls += 1) await mutate(storage, calls);
  };
  const working = Promise.all(Array.from({ length: MANY }, work));
  let [furthestMs, furthestEvents, shown] = [0, 0, 0];
  const look = async (): Promise<number> => {
    const { lag, mode } = await storage.failover.status();
    furthestMs = Math.max(furthestMs, lag?.ms ?? 0);
    furthestEvents = Math.max(furthestEvents, lag?.events ?? 0);
    if (/\([1-9]\d* ms behind\)/.test(mode)) shown += 1;
    return lag?.events ?? Number.POSITIVE_INFINITY;
  };
  while (performance.now() < until) {
    await look();
    await pause(100);
  }
  await working;
  const endedAt = performance.now();
  while ((await look()) > 0) await pause(20);
  const caughtUpMs = Math.round(performance.now() - endedAt);
  return { aSecond: Math.round((calls * 1_000) / forMs), furthestMs, furthestEvents, shown, caughtUpMs };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;
}

function percent(share: number): string {
  return `${Math.round(share * 1_000) / 10} %`;
}
