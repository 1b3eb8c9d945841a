import { afterEach, describe, expect, test, vi } from 'vitest';
import { openRedisStorage } from '../src/index.js';
import { freshNamespace, missing, sharedServer, unless } from './harness/redis-namespace.js';

const HOUR_MS = 3_600_000;

describe.skipIf(missing)(`the time${unless}`, () => {
  const server = sharedServer();
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test('is the server’s: a client whose clock is an hour ahead expires nobody', async () => {
    await using storage = await openRedisStorage(freshNamespace(server.current()));
    const lease = { keys: [{ key: 'file/a' }], ttlMs: 60_000 };
    await storage.leases.acquire({ ...lease, grantId: 'a', holder: 'one' });
    await storage.queues.push({ tasks: [{ id: 'a', title: 'a' }] });
    await storage.queues.claim({ worker: 'one', leaseMs: 60_000 });
    const now = Date.now();
    vi.spyOn(Date, 'now').mockReturnValue(now + HOUR_MS);
    expect(await storage.leases.acquire({ ...lease, grantId: 'b', holder: 'two' })).toMatchObject({
      status: 'busy',
    });
    expect(await storage.queues.claim({ worker: 'two', leaseMs: 60_000 })).toMatchObject({ status: 'empty' });
    expect(await storage.now()).toBeLessThan(now + HOUR_MS / 2);
  });
});
