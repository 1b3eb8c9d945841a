import type { Replica, SetGate, Storage } from '@agentcoord/core';
import { startRedisServer } from '@agentcoord/tooling/redis-server';
import { describe, expect, test } from 'vitest';
import { openRedisStorage } from '../src/index.js';
import { withClient } from './harness/redis-client.js';
import { freshNamespace, missing, unless } from './harness/redis-namespace.js';

const put = (storage: Storage, epoch?: number) =>
  storage.records.put({ collection: 'things', id: 'a', value: {} }, epoch === undefined ? {} : { epoch });

async function setGate(replica: Replica | undefined, gate: Partial<SetGate>): Promise<void> {
  if (replica === undefined) return expect.fail('no replica');
  const { gate: before } = await replica.look();
  const request = { ifVersion: before.version, admits: null, applies: null, record: {}, ...gate };
  expect((await replica.setGate(request)).status).toBe('set');
}

describe.skipIf(missing)(`a server with a gate that comes back${unless}`, () => {
  test('whole, runs nothing before the gate is set on it, and reads always run', async () => {
    const server = await startRedisServer({ appendOnly: 'every write' });
    const options = freshNamespace(server);
    const [one, two] = await Promise.all([openRedisStorage(options), openRedisStorage(options)]);
    try {
      await setGate(one.replica, { admits: 3, epoch: 3, record: { owner: 'redis' } });
      await put(one, 3);
      await server.stop('SIGKILL');
      await server.start();
      await using fresh = await openRedisStorage(options);
      for (const client of [one, two, fresh]) {
        await expect(put(client, 3)).rejects.toMatchObject({
          code: 'not_owner',
          data: { admits: null, reason: 'elsewhere' },
        });
        expect(await client.records.get({ collection: 'things', ids: ['a'] })).toMatchObject([
          { version: 1 },
        ]);
        expect(await client.replica?.look()).toMatchObject({
          gate: { version: 1, admits: 3, record: { owner: 'redis' } },
          position: { epoch: 3, sequence: 1 },
          server: { adopted: false, mayHaveForgotten: false },
        });
      }
      await setGate(two.replica, { admits: 4, epoch: 4 });
      for (const client of [one, two, fresh]) await put(client, 4);
      expect(await one.replica?.look()).toMatchObject({ server: { adopted: true, mayHaveForgotten: false } });
    } finally {
      await Promise.all([one.close(), two.close()]);
      await server.remove();
    }
  });

  test('without what it had acknowledged, says so', async () => {
    const server = await startRedisServer();
    const options = freshNamespace(server);
    const storage = await openRedisStorage(options);
    try {
      await setGate(storage.replica, { admits: 1, epoch: 1 });
      await withClient(server, (redis) => redis.save());
      await put(storage, 1);
      await server.stop('SIGKILL');
      await server.start();
      await expect(put(storage, 1)).rejects.toMatchObject({ code: 'not_owner' });
      expect(await storage.replica?.look()).toMatchObject({
        position: { epoch: 1, sequence: 0 },
        server: { adopted: false, mayHaveForgotten: true },
      });
    } finally {
      await storage.close();
      await server.remove();
    }
  });

  test('emptied, runs nothing for those who knew its gate, and forgets who announced what', async () => {
    const server = await startRedisServer();
    const options = freshNamespace(server);
    const storage = await openRedisStorage(options);
    try {
      await setGate(storage.replica, { admits: 1, epoch: 1 });
      await storage.replica?.join({ storeId: 'one', host: 'laptop', ttlMs: 60_000, announces: true });
      await withClient(server, (redis) => redis.flushall());
      await expect(put(storage, 1)).rejects.toMatchObject({ code: 'not_owner' });
      await expect(put(storage)).rejects.toMatchObject({ code: 'not_owner' });
      expect(await storage.records.get({ collection: 'things', ids: ['a'] })).toEqual([undefined]);
      const view = await storage.replica?.look();
      expect(view).toMatchObject({
        gate: { version: 0, admits: null },
        position: { epoch: 0, sequence: 0 },
        announcement: null,
        members: [],
        server: { adopted: false, mayHaveForgotten: true },
      });
      // Nobody can tell when it was flushed: only from when on it was not.
      const upForMs = view?.server.upForMs ?? 0;
      expect(upForMs).toBe(0);
      expect(await keysIn(server, options.namespace)).toEqual([]);
      await setGate(storage.replica, { admits: 2, epoch: 2 });
      await put(storage, 2);
    } finally {
      await storage.close();
      await server.remove();
    }
  });

  test('ends an announcement: it has not stood without a break', async () => {
    const server = await startRedisServer({ appendOnly: 'every write' });
    const storage = await openRedisStorage(freshNamespace(server));
    try {
      const announced = { storeId: 'one', host: 'laptop', ttlMs: 600_000, announces: true };
      const before = await storage.replica?.join(announced);
      expect(before?.announcement).toEqual({ storeId: 'one', stoodMs: 0 });
      await server.stop('SIGKILL');
      await server.start();
      expect((await storage.replica?.look())?.announcement).toBe(null);
      expect((await storage.replica?.join(announced))?.announcement).toEqual({ storeId: 'one', stoodMs: 0 });
    } finally {
      await storage.close();
      await server.remove();
    }
  });
});

function keysIn(server: Parameters<typeof withClient>[0], namespace: string): Promise<string[]> {
  return withClient(server, (redis) => redis.keys(`{ac:${namespace}}:*`));
}
