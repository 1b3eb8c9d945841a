import { describe, expect, test } from 'vitest';
import { openRedisStorage, removeNamespace } from '../src/index.js';
import { freshNamespace, missing, sharedServer, unless } from './harness/redis-namespace.js';

describe.skipIf(missing)(`a namespace that is removed${unless}`, () => {
  const server = sharedServer();

  test('leaves nothing behind, and its neighbours as they were', async () => {
    const [one, other] = [freshNamespace(server.current()), freshNamespace(server.current())];
    for (const options of [one, other]) {
      await using storage = await openRedisStorage(options);
      await storage.queues.push({ tasks: [{ id: 'task-1', title: 'x' }] });
      await storage.records.put({ collection: 'things', id: 'a', value: {} });
    }
    expect(await removeNamespace(one)).toBeGreaterThan(3);
    expect(await removeNamespace(one)).toBe(0);
    await using storage = await openRedisStorage(other);
    expect(await storage.queues.get({ taskIds: ['task-1'] })).toMatchObject([{ title: 'x' }]);
  });

  test('of a server that is not there is an error', async () => {
    await expect(removeNamespace({ namespace: 'x', port: 1 })).rejects.toMatchObject({
      code: 'storage_unavailable',
    });
  });
});
