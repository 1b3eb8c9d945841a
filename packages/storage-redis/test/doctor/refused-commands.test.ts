import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { probes } from '../../src/doctor/probes.js';
import { inspectServer, NEEDED_RIGHTS } from '../../src/index.js';
import { keysOf } from '../../src/keys.js';
import { withClient } from '../harness/redis-client.js';
import { missing, sharedServer, unless } from '../harness/redis-namespace.js';

test('every command of every script is tried', () => {
  const folder = fileURLToPath(new URL('../../src/lua', import.meta.url));
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.lua'),
  );
  const used = new Set(
    files.flatMap((name) =>
      [...readFileSync(`${folder}/${name}`, 'utf8').matchAll(/redis\.p?call\(\s*'(\w+)'/g)].map(
        ([, command]) => command,
      ),
    ),
  );
  const tried = probes(keysOf('x'), 'mark').map(([command]) => command);
  expect(used.size).toBeGreaterThan(20);
  expect([...used].filter((command) => !tried.includes(command))).toEqual([]);
});

describe.skipIf(missing)(`a server that is inspected${unless}`, () => {
  const server = sharedServer();

  test('says what the user may not do, and keeps nothing of it', async () => {
    const path = server.current().socketPath;
    await withClient(server.current(), async (redis) => {
      await redis.call(
        'ACL',
        'SETUSER',
        'agent',
        'on',
        '>pw',
        '~{ac:mine}*',
        '&{ac:mine}*',
        '+@all',
        '-zadd',
        '-eval',
      );
      const refused = async (namespace: string) =>
        (await inspectServer({ namespace, path, username: 'agent', password: 'pw' })).refused;
      expect(await refused('mine')).toEqual([
        { command: 'ZADD', missing: 'command' },
        { command: 'EVAL', missing: 'command' },
      ]);
      const elsewhere = await refused('other');
      expect(elsewhere).toContainEqual({ command: 'HSET', missing: 'keys' });
      expect(elsewhere).toContainEqual({ command: 'PUBLISH', missing: 'channels' });
      expect(elsewhere).toContainEqual({ command: 'SUBSCRIBE', missing: 'channels' });
      expect(await redis.keys('*')).toEqual([]);
    });
  });

  test('may be used by a user with the rights that the README names', async () => {
    const path = server.current().socketPath;
    const readme = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8');
    const rights = /ACL SETUSER agent on >password (.*)/.exec(readme)?.[1]?.split(' ') ?? [];
    expect(rights).toEqual(NEEDED_RIGHTS);
    await withClient(server.current(), async (redis) => {
      await redis.call('ACL', 'SETUSER', 'reader', 'on', '>password', ...rights);
      const inspection = await inspectServer({
        namespace: 'x',
        path,
        username: 'reader',
        password: 'password',
      });
      expect(inspection.refused).toEqual([]);
    });
  });

  test('that nobody answers at, or that refuses the password, is an error without secrets', async () => {
    const nobody = inspectServer({ namespace: 'x', url: 'redis://:canary@127.0.0.1:1' });
    await expect(nobody).rejects.toMatchObject({
      code: 'storage_unavailable',
      message: expect.not.stringContaining('canary'),
    });
    const path = server.current().socketPath;
    const wrong = inspectServer({ namespace: 'x', path, username: 'nobody', password: 'canary' });
    await expect(wrong).rejects.toMatchObject({
      code: 'misconfigured',
      message: expect.not.stringContaining('canary'),
    });
  });
});
