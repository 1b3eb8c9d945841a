import { randomUUID } from 'node:crypto';
import { AgentCoordError } from '@agentcoord/core';
import { type RedisSentinel, startRedisSentinel } from '@agentcoord/tooling/redis-sentinel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRedisStorage } from '../../src/index.js';
import { everyday } from '../harness/everyday.js';
import { missing, unless } from '../harness/redis-namespace.js';

const password = 'server-canary';
const sentinelPassword = 'sentinel-canary';

describe.skipIf(missing)(`a master watched by three sentinels${unless}`, () => {
  let group: RedisSentinel;
  beforeAll(async () => {
    group = await startRedisSentinel({ password, sentinelPassword });
  });
  afterAll(() => group.remove());
  const options = () => ({
    namespace: randomUUID(),
    sentinels: group.sentinels,
    masterName: group.masterName,
    password,
    sentinelPassword,
  });

  test('is found through any of them, also by a url', async () => {
    const given = options();
    const hosts = group.sentinels.map(({ host, port }) => `${host}:${port}`).reverse();
    const url = `redis+sentinel://:${password}@${hosts.join(',')}/${group.masterName}`;
    const storage = await openRedisStorage(given);
    const another = await openRedisStorage({ namespace: given.namespace, url, sentinelPassword });
    await everyday(storage, another);
    await Promise.all([storage.close(), another.close()]);
  });

  test('is found while some sentinels are gone', async () => {
    const sentinels = [{ host: '127.0.0.1', port: 1 }, ...group.sentinels];
    for (let round = 0; round < 8; round += 1) {
      const storage = await openRedisStorage({ ...options(), sentinels });
      expect(await storage.now()).toBeGreaterThan(0);
      await storage.close();
    }
  });

  test.each([
    ['the password of the server', { password: 'wrong-canary' }, 'misconfigured'],
    ['the password of the sentinels', { sentinelPassword: 'wrong-canary' }, 'misconfigured'],
    ['the name of the master', { masterName: 'another' }, 'storage_unavailable'],
  ] as const)('says so when %s is wrong, and shows no password', async (_what, wrong, code) => {
    const opened = openRedisStorage({ ...options(), ...wrong, timeoutMs: 1_500 });
    const error = await opened.then(
      () => expect.fail('it opened'),
      (thrown: unknown) => thrown,
    );
    expect(AgentCoordError.is(error, code), String(error)).toBe(true);
    const shown = error instanceof Error ? `${error.message} ${error.stack} ${String(error.cause)}` : '';
    expect(`${shown} ${JSON.stringify(error)}`).not.toContain('canary');
  });
});
