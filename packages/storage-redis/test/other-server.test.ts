import { startRedisServer } from '@agentcoord/tooling/redis-server';
import { describe, expect, test } from 'vitest';
import { openRedisStorage } from '../src/index.js';
import { withClient } from './harness/redis-client.js';
import { freshNamespace, missing, unless } from './harness/redis-namespace.js';

const lease = (grantId: string, holder: string, ttlMs = 600_000) => ({
  grantId,
  holder,
  keys: [{ key: 'file/a' }],
  ttlMs,
});

describe.skipIf(missing)(`a server that comes back${unless}`, () => {
  test('whole, with its append-only file, costs no lock; it is adopted once', async () => {
    const server = await startRedisServer({ appendOnly: 'every write' });
    const options = freshNamespace(server);
    const clients = await Promise.all([1, 2, 3].map(() => openRedisStorage(options)));
    const [one, two, three] = clients;
    try {
      if (!one || !two || !three) return expect.fail('three clients');
      const acquired = await one.leases.acquire(lease('a', 'one'));
      const grant = acquired.status === 'granted' ? acquired.grant : expect.fail('not granted');
      for (let round = 1; round <= 5; round += 1) {
        await server.stop(round % 2 ? 'SIGKILL' : 'SIGTERM');
        await server.start();
        await Promise.all(clients.map((client) => client.now()));
        expect(await epoch(server, options.namespace)).toBe(1 + round);
        expect(await one.leases.renew({ ...grant, ttlMs: 600_000 })).toMatchObject({ status: 'renewed' });
        expect(await two.leases.acquire(lease('b', 'two'))).toMatchObject({ status: 'busy' });
        const elsewhere = { ...lease(`c${round}`, 'three'), keys: [{ key: `file/c${round}` }] };
        expect(await three.leases.acquire(elsewhere)).toMatchObject({ status: 'granted' });
      }
    } finally {
      await Promise.all(clients.map((client) => client.close()));
      await server.remove();
    }
  });

  test('empty grants nothing before the longest lease it may have forgotten is over, and fences grow', async () => {
    const server = await startRedisServer();
    const options = freshNamespace(server, { lockDelayMs: 200 });
    const [one, two] = await Promise.all([openRedisStorage(options), openRedisStorage(options)]);
    try {
      const acquired = await one.leases.acquire(lease('a', 'one', 300));
      const grant = acquired.status === 'granted' ? acquired.grant : expect.fail('not granted');
      await withClient(server, (redis) => redis.flushall());
      expect(await one.leases.renew({ ...grant, ttlMs: 300 })).toEqual({ status: 'lost' });
      const emptiedAt = await one.now();
      const reply = await two.leases.acquire(lease('b', 'two'));
      const nextDueAt = reply.status === 'busy' ? reply.nextDueAt : expect.fail(`answered ${reply.status}`);
      expect(nextDueAt).toBeGreaterThan(emptiedAt);
      while ((await two.now()) <= (nextDueAt ?? 0)) {
        // Its clock is asked until it says so.
      }
      const again = await two.leases.acquire(lease('b', 'two'));
      const fence = again.status === 'granted' ? again.grant.fence : expect.fail('not granted');
      expect(fence).toBeGreaterThan(grant.fence);
    } finally {
      await Promise.all([one.close(), two.close()]);
      await server.remove();
    }
  });

  test('is shown to have forgotten by its epoch, also where a newcomer adopted it first', async () => {
    const server = await startRedisServer();
    const options = freshNamespace(server, { lockDelayMs: 200 });
    const olds = await Promise.all([openRedisStorage(options), openRedisStorage(options)]);
    try {
      for (const old of olds) await old.now();
      await withClient(server, (redis) => redis.flushall());
      await using newcomer = await openRedisStorage(options);
      await newcomer.logs.append({ log: 'audit', id: 'a', body: {} });
      for (const old of olds) await old.now();
      expect(await epoch(server, options.namespace)).toBe(2);
      expect((await newcomer.logs.head({ log: 'audit' })).count).toBe(1);
      for (const old of olds) await old.now();
      expect(await epoch(server, options.namespace)).toBe(2);
    } finally {
      await Promise.all(olds.map((old) => old.close()));
      await server.remove();
    }
  });

  test('from an old snapshot, which holds a long lease and knows of nobody who waits, grants no file at once', async () => {
    const server = await startRedisServer();
    const storage = await openRedisStorage(freshNamespace(server));
    try {
      await storage.leases.acquire(lease('a', 'one'));
      await withClient(server, (redis) => redis.save());
      await server.stop('SIGKILL');
      await server.start();
      const other = { ...lease('b', 'two'), keys: [{ key: 'file/b' }] };
      expect(await storage.leases.acquire(other)).toMatchObject({ status: 'busy', conflicts: [] });
    } finally {
      await storage.close();
      await server.remove();
    }
  });

  test('without what it had acknowledged is noticed at the next call', async () => {
    const server = await startRedisServer();
    const options = freshNamespace(server);
    const storage = await openRedisStorage(options);
    try {
      await storage.leases.acquire(lease('a', 'one'));
      await server.stop('SIGKILL');
      await server.start();
      expect(await storage.leases.acquire(lease('b', 'two'))).toMatchObject({
        status: 'busy',
        conflicts: [],
      });
      expect(await epoch(server, options.namespace)).toBe(2);
    } finally {
      await storage.close();
      await server.remove();
    }
  });
});

function epoch(server: Parameters<typeof withClient>[0], namespace: string): Promise<number> {
  return withClient(server, async (redis) => {
    const identity = await redis.hget(`{ac:${namespace}}:meta`, 'server');
    return Number(identity?.split('/')[1]);
  });
}
