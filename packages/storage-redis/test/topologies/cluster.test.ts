import { randomUUID } from 'node:crypto';
import { AgentCoordError, newId, type Storage } from '@agentcoord/core';
import { type RedisCluster, startRedisCluster } from '@agentcoord/tooling/redis-cluster';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRedisStorage } from '../../src/index.js';
import { spreadOver } from '../harness/cluster-spread.js';
import { everyday } from '../harness/everyday.js';
import { missing, unless } from '../harness/redis-namespace.js';

const ASK = { worker: 'w', leaseMs: 60_000, capabilities: ['gpu'] };
const UNSETTLED = ['storage_unavailable', 'storage_unknown'];

describe.skipIf(missing)(`a Cluster of six nodes${unless}`, () => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await startRedisCluster();
  });
  afterAll(() => cluster.remove());

  test('serves a namespace from the node that has its slot, whichever node it is told of', async () => {
    for (const seed of cluster.seeds) {
      const namespace = randomUUID();
      const storage = await openRedisStorage({ namespace, cluster: [seed] });
      const another = await openRedisStorage({ namespace, url: `redis://${seed.host}:${seed.port}` });
      await everyday(storage, another);
      await Promise.all([storage.close(), another.close()]);
    }
  });

  test('may be known by nodes of which most are gone', async () => {
    const gone = [1, 2].map((port) => ({ host: '127.0.0.1', port }));
    const storage = await openRedisStorage({ namespace: randomUUID(), cluster: [...gone, ...cluster.seeds] });
    expect(await storage.now()).toBeGreaterThan(0);
    await storage.close();
    const opened = openRedisStorage({ namespace: 'x', cluster: gone });
    await expect(opened).rejects.toSatisfy((error) => AgentCoordError.is(error, 'storage_unavailable'));
  });

  test('keeps every key of a namespace under one hash tag', async () => {
    const namespace = randomUUID();
    const storage = await openRedisStorage({ namespace, cluster: cluster.seeds });
    await everyday(storage, storage);
    await storage.close();
    for (const { port } of cluster.nodes.slice(0, 3)) {
      await withNode(port, async (redis) => {
        const keys = await redis.keys('*');
        for (const key of keys.filter((name) => name.includes(namespace)))
          expect(key.startsWith(`{ac:${namespace}}:`)).toBe(true);
      });
    }
  });

  test('moves the slot of a namespace, and no call is half done or lost meanwhile', async () => {
    const namespace = randomUUID();
    const options = { namespace, cluster: cluster.seeds, timeoutMs: 20_000 };
    const storage = await openRedisStorage(options);
    const tag = `{ac:${namespace}}:`;
    // With all that makes keys of a queue exist, so that no script is kept from beginning by chance.
    const push = (id: string) =>
      storage.queues.push({ tasks: [{ id, title: id, dedupeKey: id, requires: ['gpu'] }] });
    try {
      await Promise.all(Array.from({ length: 50 }, (_, index) => push(`before-${index}`)));
      const { source, target, slot } = await ownerAndOther(cluster, `${tag}meta`);
      await withNode(target.port, (redis) => redis.call('CLUSTER', 'SETSLOT', slot, 'IMPORTING', source.id));
      await withNode(source.port, (redis) => redis.call('CLUSTER', 'SETSLOT', slot, 'MIGRATING', target.id));
      // Key by key: whatever is here and whatever is there, nothing may begin.
      for (let moved = 0; moved < 20; moved += 1) {
        for (const outcome of await attempts(storage)) expect(UNSETTLED).toContain(outcome);
        await moveKeys(source.port, target.port, slot, 1);
      }
      const waiting = Promise.all([
        push('during'),
        storage.queues.claim(ASK),
        storage.records.put({ collection: 'things', id: 'a', value: {} }),
      ]);
      await moveKeys(source.port, target.port, slot, Number.POSITIVE_INFINITY);
      for (const { port } of [target, source])
        await withNode(port, (redis) => redis.call('CLUSTER', 'SETSLOT', slot, 'NODE', target.id));
      const [pushed, claimed] = await waiting;
      expect(pushed).toMatchObject({ tasks: [{ status: 'added' }] });
      expect(claimed).toMatchObject({ status: 'claimed' });
      const { counts } = await storage.queues.stats({});
      expect(counts).toMatchObject({ ready: 50, claimed: 1 });
      expect((await storage.logs.head({ log: 'events' })).sequence, 'effects').toBe(50 + 3);
    } finally {
      await storage.close();
    }
  });

  test('spreads its namespaces over all masters', { timeout: 60_000 }, async () => {
    const { shares, violations } = await spreadOver(cluster, 60);
    expect(violations).toEqual([]);
    expect(Math.min(...shares)).toBeGreaterThan(0);
  });

  test('refuses a database number, which no Cluster has', async () => {
    const opened = openRedisStorage({ namespace: 'x', cluster: cluster.seeds, db: 1 });
    await expect(opened).rejects.toSatisfy((error) => AgentCoordError.is(error, 'invalid_argument'));
  });
});

/** Calls that write in many places, each given up soon; how each ended. */
function attempts(storage: Storage): Promise<string[]> {
  const soon = { timeoutMs: 40 };
  const lease = { grantId: newId('grant'), holder: 'h', keys: [{ key: 'file/a' }], ttlMs: 60_000 };
  const calls = [
    storage.queues.claim(ASK, soon),
    storage.queues.stats({}, soon),
    storage.leases.acquire(lease, soon),
    storage.records.put({ collection: 'things', id: newId('thing'), value: {} }, soon),
    storage.logs.append({ log: 'audit', id: newId('entry'), body: {} }, soon),
  ];
  return Promise.all(
    calls.map((call: Promise<unknown>) =>
      call.then(
        () => 'done',
        (error: unknown) => (AgentCoordError.is(error) ? error.code : String(error)),
      ),
    ),
  );
}

async function withNode<T>(port: number, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis({ port, maxRetriesPerRequest: 0, lazyConnect: true });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}

async function ownerAndOther(cluster: RedisCluster, key: string) {
  const masters = cluster.nodes.slice(0, 3);
  const [first] = masters;
  if (first === undefined) throw new Error('a Cluster without nodes');
  const slot = await withNode(first.port, async (redis) =>
    Number(await redis.call('CLUSTER', 'KEYSLOT', key)),
  );
  const sizes = await Promise.all(
    masters.map(({ port }) =>
      withNode(port, async (redis) => Number(await redis.call('CLUSTER', 'COUNTKEYSINSLOT', slot))),
    ),
  );
  const source = masters[sizes.findIndex((size) => size > 0)];
  const target = masters[sizes.indexOf(0)];
  if (source === undefined || target === undefined) throw new Error('nobody has the keys');
  return { source, target, slot };
}

async function moveKeys(from: number, to: number, slot: number, atMost: number): Promise<void> {
  await withNode(from, async (redis) => {
    for (let moved = 0; moved < atMost; ) {
      const keys = (await redis.call('CLUSTER', 'GETKEYSINSLOT', slot, Math.min(10, atMost))) as string[];
      if (keys.length === 0) return;
      await redis.call('MIGRATE', '127.0.0.1', to, '', 0, 5_000, 'KEYS', ...keys);
      moved += keys.length;
    }
  });
}
