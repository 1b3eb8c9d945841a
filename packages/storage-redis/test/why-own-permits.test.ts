import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { Semaphore } from 'redis-semaphore';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openRedisStorage } from '../src/index.js';
import { withClient } from './harness/redis-client.js';
import { freshNamespace, missing, sharedServer, unless } from './harness/redis-namespace.js';

/**
 * What `Semaphore` of @agentcoord/locks promises (at most `max` at once, a `ttl` for each permit, a holder that
 * renews keeps its permit), asked of redis-semaphore and of our own permits. Decision 0003 rests on this file.
 */
describe.skipIf(missing)(`permits are our own, because redis-semaphore${unless}`, () => {
  const server = sharedServer();
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test('counts by the time of who asks: a short ttl takes the place of a living holder with a long one', async () => {
    await withClient(server.current(), async (redis) => {
      const key = `{ac:x}:${randomUUID()}`;
      const long = new Semaphore(redis, key, 1, { ...ONCE, lockTimeout: 60_000 });
      const short = new Semaphore(redis, key, 1, { ...ONCE, lockTimeout: 50 });
      expect(await long.tryAcquire()).toBe(true);
      await untilAged(redis, `semaphore:${key}`, 50);
      expect(await short.tryAcquire(), 'two at once, with a limit of one').toBe(true);
    });
    await ours(async (permit) => {
      expect(await permit({ permitId: 'long', ttlMs: 60_000 })).toBe('granted');
      expect(await permit({ permitId: 'short', ttlMs: 50 })).toBe('busy');
    });
  });

  test('lets the key of all die with the shortest: a holder loses its permit long before its time', async () => {
    await withClient(server.current(), async (redis) => {
      const key = `{ac:x}:${randomUUID()}`;
      const long = new Semaphore(redis, key, 2, { ...ONCE, lockTimeout: 60_000 });
      await long.tryAcquire();
      await new Semaphore(redis, key, 2, { ...ONCE, lockTimeout: 50 }).tryAcquire();
      await vi.waitFor(async () => expect(await redis.exists(`semaphore:${key}`)).toBe(0));
    });
    await ours(async (permit, storage) => {
      await permit({ permitId: 'long', ttlMs: 60_000, max: 2 });
      await permit({ permitId: 'short', ttlMs: 50, max: 2 });
      const before = await storage.now();
      while ((await storage.now()) <= before + 50) {
        // The short one is over by the clock of the store.
      }
      const renewed = await storage.limits.renewPermit({ name: 'calls', permitId: 'long', ttlMs: 60_000 });
      expect(renewed.status).toBe('renewed');
    });
  });

  test('believes every clock: one host an hour ahead is let in past all others', async () => {
    await withClient(server.current(), async (redis) => {
      const key = `{ac:x}:${randomUUID()}`;
      expect(await new Semaphore(redis, key, 1, ONCE).tryAcquire()).toBe(true);
      const now = Date.now();
      vi.spyOn(Date, 'now').mockReturnValue(now + 3_600_000);
      expect(await new Semaphore(redis, key, 1, { ...ONCE, acquireTimeout: 1 }).tryAcquire()).toBe(true);
    });
    await ours(async (permit) => {
      expect(await permit({ permitId: 'one' })).toBe('granted');
      const now = Date.now();
      vi.spyOn(Date, 'now').mockReturnValue(now + 3_600_000);
      expect(await permit({ permitId: 'two' })).toBe('busy');
    });
  });

  test('stands in its own way when a reply was lost and it asks again', async () => {
    await withClient(server.current(), async (redis) => {
      const key = `{ac:x}:${randomUUID()}`;
      const same = { ...ONCE, identifier: 'same' };
      expect(await new Semaphore(redis, key, 1, same).tryAcquire()).toBe(true);
      expect(await new Semaphore(redis, key, 1, same).tryAcquire()).toBe(false);
    });
    await ours(async (permit) => {
      expect(await permit({ permitId: 'same' })).toBe('granted');
      expect(await permit({ permitId: 'same' })).toBe('granted');
    });
  });

  type Storage = Awaited<ReturnType<typeof openRedisStorage>>;
  type Ask = (permit: { permitId: string; ttlMs?: number; max?: number }) => Promise<'granted' | 'busy'>;

  async function ours(check: (permit: Ask, storage: Storage) => Promise<void>): Promise<void> {
    await using storage = await openRedisStorage(freshNamespace(server.current()));
    const ask: Ask = async ({ permitId, ttlMs = 60_000, max = 1 }) =>
      (await storage.limits.acquirePermit({ name: 'calls', holder: 'h', permitId, ttlMs, max })).status;
    await check(ask, storage);
  }
});

/** Asks once, without a timer. */
const ONCE = { refreshInterval: 0, acquireAttemptsLimit: 1, retryInterval: 0 };

async function untilAged(redis: Redis, key: string, ms: number): Promise<void> {
  await vi.waitFor(
    async () => {
      const [, since] = await redis.zrange(key, 0, '-1', 'WITHSCORES');
      expect(Date.now()).toBeGreaterThan(Number(since) + ms);
    },
    { interval: 2 },
  );
}
