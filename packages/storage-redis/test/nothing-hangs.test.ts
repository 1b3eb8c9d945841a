import { AgentCoordError, type Storage } from '@agentcoord/core';
import { startFaultProxy } from '@agentcoord/tooling/fault-proxy';
import { startRedisServer } from '@agentcoord/tooling/redis-server';
import { describe, expect, test } from 'vitest';
import { openRedisStorage } from '../src/index.js';
import { freshNamespace, missing, unless } from './harness/redis-namespace.js';

const CALLS = 300;
const SHORT = { timeoutMs: 300 };
const UNSETTLED = ['storage_unavailable', 'storage_unknown'];

describe.skipIf(missing)(`nothing hangs${unless}`, () => {
  test('when the server stands still, and work goes on when it does', async () => {
    const server = await startRedisServer();
    const storage = await openRedisStorage(freshNamespace(server, { silenceMs: 100 }));
    try {
      server.pause();
      for (const outcome of await outcomes(storage)) expect(UNSETTLED).toContain(outcome);
      server.resume();
      expect(await storage.records.put({ collection: 'things', id: 'after', value: {} })).toMatchObject({
        status: 'stored',
      });
    } finally {
      await storage.close();
      await server.remove();
    }
  });

  test.each(['to-server', 'to-client'] as const)(
    'when the connection is a black hole (%s)',
    async (direction) => {
      const server = await startRedisServer();
      const proxy = await startFaultProxy({ path: server.socketPath });
      const storage = await openRedisStorage({ namespace: 'hole', port: proxy.port, silenceMs: 100 });
      try {
        proxy.blackHole(direction);
        for (const outcome of await outcomes(storage)) expect(UNSETTLED).toContain(outcome);
        proxy.blackHole('none');
        expect(await storage.records.put({ collection: 'things', id: 'after', value: {} })).toMatchObject({
          status: 'stored',
        });
      } finally {
        await storage.close();
        await proxy.close();
        await server.remove();
      }
    },
  );

  test('when nobody is there, and finds the server when it is back', async () => {
    const server = await startRedisServer({ appendOnly: 'every write' });
    const storage = await openRedisStorage(freshNamespace(server));
    try {
      await storage.records.put({ collection: 'things', id: 'before', value: {} });
      await server.stop('SIGKILL');
      for (const outcome of await outcomes(storage)) expect(outcome).toBe('storage_unavailable');
      await server.start();
      const [before] = await storage.records.get({ collection: 'things', ids: ['before'] });
      expect(before?.version).toBe(1);
    } finally {
      await storage.close();
      await server.remove();
    }
  });

  test('when the storage is closed while the server stands still', async () => {
    const server = await startRedisServer();
    const storage = await openRedisStorage(freshNamespace(server));
    server.pause();
    const settled = outcomes(storage);
    await storage.close();
    for (const outcome of await settled) expect(outcome).toBe('closed');
    await server.remove();
  });

  test('when nobody was ever there: opening says so', async () => {
    const opened = openRedisStorage({ namespace: 'nobody', path: '/nonexistent/redis.sock' });
    await expect(opened).rejects.toSatisfy((error) => AgentCoordError.is(error, 'storage_unavailable'));
  });
});

/** Writes, reads and renewals at once; each ends in a status or in the code of its error. */
function outcomes(storage: Storage): Promise<string[]> {
  const calls = Array.from({ length: CALLS }, (_, index): Promise<unknown> => {
    if (index % 3 === 0)
      return storage.records.put({ collection: 'things', id: `r${index}`, value: {} }, SHORT);
    if (index % 3 === 1) return storage.queues.get({ taskIds: ['a'] }, SHORT);
    return storage.leases.renew({ grantId: 'a', fence: 1, ttlMs: 1_000 }, SHORT);
  });
  const settled = calls.map((call) =>
    call.then(
      () => 'done',
      (error: unknown) => (AgentCoordError.is(error) ? error.code : String(error)),
    ),
  );
  return Promise.all(settled);
}
