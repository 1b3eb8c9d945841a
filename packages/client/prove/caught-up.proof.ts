import '@agentcoord/tooling/lua-register';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pause, type Storage } from '@agentcoord/core';
import { type FailoverStorage, openFailoverStorage } from '@agentcoord/storage-failover';
import { openFileStorage } from '@agentcoord/storage-file';
import { defineProof } from '@agentcoord/tooling/prove';
import { type RedisServer, redisMissing, startRedisServer } from '@agentcoord/tooling/redis-server';

const EVENTS = 50_000;
/** To notice that there is something to do, and what the promise says of each event after that. */
const AT_ONCE_MS = 5_000;
const A_SECOND = 10_000;

/** Decisions about ownership are not what is measured here. */
const TIMES = { objectionMs: 1_000, aloneMs: 1_000, lockDelayMs: 1 };

export default defineProof({
  promise:
    'Redis comes back to a host that worked on alone, and a host comes back to a Redis that worked on without it: 50,000 events later each is caught up within 5 s and at 10,000 events a second.',
  async run({ scaled }) {
    const skipped = redisMissing();
    if (skipped) return { counts: {}, violations: [], skipped };
    const events = scaled(EVENTS);
    const counts: Record<string, number> = { events };
    const violations: string[] = [];
    for (const [who, measure] of Object.entries({ Redis: redisReturns, 'a host': hostReturns })) {
      const tookMs = await withServer((bed) => measure(bed, events));
      counts[`ms until ${who} had caught up`] = Math.round(tookMs);
      const most = AT_ONCE_MS + (events / A_SECOND) * 1_000;
      if (tookMs > most)
        violations.push(
          `${who} took ${Math.round(tookMs)} ms to catch up with ${events} events, not ${most}`,
        );
    }
    return { counts, violations };
  },
});

interface Bed {
  server: RedisServer;
  host(name: string, fallback: 'auto' | 'off'): Promise<FailoverStorage>;
}

async function withServer(measure: (bed: Bed) => Promise<number>): Promise<number> {
  const { openRedisStorage } = await import('@agentcoord/storage-redis');
  const server = await startRedisServer({ appendOnly: true });
  const root = await mkdtemp(join(tmpdir(), 'agentcoord-caught-up-'));
  const path = server.socketPath;
  try {
    return await measure({
      server,
      async host(name, fallback) {
        const folder = join(root, name);
        const local = await openFileStorage({ folder });
        const open = (): Promise<Storage> => openRedisStorage({ namespace: 'prove', path });
        const primary = { open, address: path, host: path };
        return openFailoverStorage({ primary, local, folder, hostName: name, fallback, times: TIMES });
      },
    });
  } finally {
    await server.remove();
    await rm(root, { recursive: true, force: true });
  }
}

async function redisReturns({ server, host }: Bed, events: number): Promise<number> {
  await using storage = await host('one', 'auto');
  await begun(storage);
  await server.stop('SIGKILL');
  await work(storage, events);
  await server.start();
  return await untilEven(storage);
}

async function hostReturns({ host }: Bed, events: number): Promise<number> {
  await using other = await host('two', 'off');
  await begun(other);
  {
    await using storage = await host('one', 'off');
    await begun(storage);
  }
  await work(other, events);
  await using storage = await host('one', 'off');
  return await untilEven(storage);
}

/** Somebody owns, and the other has followed so far. */
async function begun(storage: FailoverStorage): Promise<void> {
  await storage.records.put({ collection: 'prove', id: 'one', value: {} }, { timeoutMs: 30_000 });
  await untilEven(storage);
}

/** A third of pushes, claims and settlements each. */
async function work(storage: Storage, events: number): Promise<void> {
  const tasks = Math.ceil(events / 3);
  const ids = Array.from({ length: tasks }, (_, number) => ({
    id: `task-${number}`,
    title: `Task ${number}`,
  }));
  for (let at = 0; at < tasks; at += 100) await storage.queues.push({ tasks: ids.slice(at, at + 100) });
  const one = async (worker: string): Promise<void> => {
    for (;;) {
      const claimed = await storage.queues.claim({ worker, leaseMs: 600_000 });
      if (claimed.status !== 'claimed') return;
      for (const { task, fence } of claimed.claims)
        await storage.queues.settle({ taskId: task.id, fence, outcome: { kind: 'complete' } });
    }
  };
  await Promise.all(Array.from({ length: 20 }, (_, number) => one(`worker-${number}`)));
}

async function untilEven(storage: FailoverStorage): Promise<number> {
  const began = performance.now();
  while ((await storage.failover.status()).lag?.events !== 0) await pause(10);
  return performance.now() - began;
}
