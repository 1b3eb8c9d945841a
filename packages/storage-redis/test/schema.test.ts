import { AgentCoordError, pause, type Storage } from '@agentcoord/core';
import type { Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
import { checkSchema, type Migration } from '../src/connection/schema.js';
import { openRedisStorage } from '../src/index.js';
import { keysOf } from '../src/keys.js';
import { withClient } from './harness/redis-client.js';
import { freshNamespace, missing, sharedServer, unless } from './harness/redis-namespace.js';

const put = (storage: Storage) => storage.records.put({ collection: 'things', id: 'a', value: {} });

describe.skipIf(missing)(`the layout of a namespace${unless}`, () => {
  const server = sharedServer();

  test('of a newer version is refused, by who opens it and by who has it open', async () => {
    const options = freshNamespace(server.current());
    const old = await openRedisStorage(options);
    await put(old);
    await withClient(server.current(), (redis) =>
      checkSchema(redis, keysOf(options.namespace), { migrations: [nothing] }),
    );
    const refused = (error: unknown) => AgentCoordError.is(error, 'schema_too_new');
    await expect(put(old)).rejects.toSatisfy(refused);
    await expect(openRedisStorage(options)).rejects.toSatisfy(refused);
    const value = await withClient(server.current(), (redis) =>
      redis.hget(keysOf(options.namespace).meta, 'schema'),
    );
    expect(value).toBe('2');
    await old.close();
  });

  test('is brought up to date by one client, while the others wait', async () => {
    const keys = await oldNamespace();
    let [inside, most, runs] = [0, 0, 0];
    const step: Migration = async (redis) => {
      inside += 1;
      most = Math.max(most, inside);
      runs += 1;
      await redis.hset(keys.meta, 'mark', String(runs));
      await pause(30);
      inside -= 1;
    };
    const clients = Array.from({ length: 5 }, () =>
      withClient(server.current(), async (redis) => {
        await checkSchema(redis, keys, { migrations: [step, step] });
        return redis.hmget(keys.meta, 'schema', 'migrating', 'mark');
      }),
    );
    for (const seen of await Promise.all(clients)) expect(seen).toEqual(['3', null, '2']);
    expect({ most, runs }).toEqual({ most: 1, runs: 2 });
  });

  test('is brought up to date by another client, from where the first one broke off', async () => {
    const keys = await oldNamespace();
    const done: string[] = [];
    const first = migrationOf('first', done);
    const breaks: Migration = () => Promise.reject(new Error('broke off'));
    await withClient(server.current(), async (redis) => {
      await expect(checkSchema(redis, keys, { migrations: [first, breaks] })).rejects.toThrow('broke off');
      await checkSchema(redis, keys, { migrations: [first, migrationOf('second', done)] });
    });
    expect(done).toEqual(['first', 'second']);
  });

  test('tells a migrator that its mutex was lost', async () => {
    const keys = await oldNamespace();
    const robbed: Migration = async (client, _keys, signal) => {
      await client.del(`mutex:${keys.migration}`);
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    };
    const aborted = withClient(server.current(), (redis) =>
      checkSchema(redis, keys, { migrations: [robbed], mutexMs: 100 }),
    );
    await expect(aborted).rejects.toThrow(/lost mutex/i);
  });

  async function oldNamespace() {
    const options = freshNamespace(server.current());
    const storage = await openRedisStorage(options);
    await put(storage);
    await storage.close();
    return keysOf(options.namespace);
  }
});

const nothing: Migration = () => Promise.resolve();

function migrationOf(name: string, done: string[]): Migration {
  return (_redis: Redis) => {
    done.push(name);
    return Promise.resolve();
  };
}
