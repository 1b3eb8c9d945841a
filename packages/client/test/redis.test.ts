import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AgentCoordError } from '@agentcoord/core';
import { startRedisServer } from '@agentcoord/tooling/redis-server';
import { describe, expect, test } from 'vitest';
import { CoordinationClient, openLook } from '../src/index.js';
import { openClient, openSession } from './support/open-client.js';
import { missing, sharedServer, unless } from './support/redis.js';
import { temporaryRepository } from './support/temporary.js';

const origin = 'https://host.example/team/app';

async function failure(work: Promise<unknown>): Promise<AgentCoordError> {
  const thrown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (AgentCoordError.is(thrown)) return thrown;
  throw new Error(`expected an error of ours, got ${String(thrown)}`);
}

describe.skipIf(missing)(`a session on Redis alone${unless}`, () => {
  const server = sharedServer();

  test.each(['redis', 'file'])('does what the product promises on %s', async (kind) => {
    const cwd = temporaryRepository();
    const redisUrl = kind === 'redis' ? server.url() : 'none';
    const operator = await openClient({ cwd, redisUrl, fallback: 'off' });
    const coord = await openSession({
      cwd,
      redisUrl,
      fallback: 'off',
      name: 'Agent-1',
      role: 'Engineer',
      workingOn: 'Features',
    });
    expect(await coord.storage.describe()).toMatchObject({ kind });
    const { id } = await operator.addTask({ title: 'Implement auth', priority: 5, tags: ['backend'] });
    {
      await using lock = await coord.lockFile('backend/main.ts', { intent: 'Add /health endpoint' });
      expect(lock.signal.aborted).toBe(false);
      expect(await operator.tryLockFile('backend/main.ts')).toBeUndefined();
      const files = await coord.fencedFiles();
      await files.write({ path: join(cwd, 'main.ts'), fence: lock.fence, content: 'export {};\n' });
    }
    await using task = await coord.claimTask({ tags: ['backend'] });
    await task?.complete({ summary: `did ${task.title}` });
    expect(await operator.queue.get(id)).toMatchObject({ state: 'completed' });
    await using look = await openLook({ cwd, redisUrl, fallback: 'off', environment: {} });
    expect(await look.locks()).toEqual([]);
    expect(await look.agents()).toMatchObject([{ name: 'Agent-1', state: 'idle' }]);
  });

  test('meets the sessions of every clone of its repository, and of no other', async () => {
    const environment = { REDIS_URL: server.url(), AGENTCOORD_FALLBACK: 'off' };
    const one = await openClient({ cwd: temporaryRepository({ origin }), environment });
    const clone = await openClient({ cwd: temporaryRepository({ origin }), environment });
    const other = await openClient({ cwd: temporaryRepository(), environment });
    await using _lock = await one.lockFile('src/a.ts');
    expect(await clone.locks.list()).toMatchObject([{ path: 'src/a.ts' }]);
    expect(await other.locks.list()).toEqual([]);
  });

  test('keeps no store in the clone', async () => {
    const cwd = temporaryRepository();
    await openSession({ cwd, redisUrl: server.url(), fallback: 'off' });
    expect(existsSync(join(cwd, '.git/agentcoord'))).toBe(false);
  });

  test('with an address and a storage does not begin: one would not be used', async () => {
    const cwd = temporaryRepository();
    const { storage } = await openClient({ cwd });
    const refused = CoordinationClient.open({ cwd, environment: {}, storage, redisUrl: server.url() });
    await expect(refused).rejects.toMatchObject({ code: 'invalid_argument', data: { field: 'redisUrl' } });
  });

  test('whose opening is aborted while the server stands still does not wait for it', async () => {
    const still = await startRedisServer();
    try {
      still.pause();
      const abort = new AbortController();
      const opening = CoordinationClient.open({
        cwd: temporaryRepository(),
        environment: { REDIS_URL: `unix://${still.socketPath}` },
        signal: abort.signal,
      });
      setImmediate(() => abort.abort());
      // Whoever waits for the server is told after 5 s that it is unavailable.
      await expect(opening).rejects.toMatchObject({ code: 'aborted' });
    } finally {
      await still.remove();
    }
  });
});

describe('a server that cannot be used', () => {
  test('because nobody is there is an error with address, setting and way out, and no file store is begun', async () => {
    const cwd = temporaryRepository();
    const environment = { REDIS_URL: 'redis://:hunter2@127.0.0.1:1', AGENTCOORD_FALLBACK: 'off' };
    const error = await failure(CoordinationClient.session({ cwd, environment }));
    expect(error).toMatchObject({
      code: 'storage_unavailable',
      data: { address: 'redis://127.0.0.1:1', setBy: 'REDIS_URL' },
    });
    expect(error.message).toContain('redis://127.0.0.1:1');
    expect(error.message).toContain('REDIS_URL');
    expect(error.message).toContain('--redis none');
    expect(JSON.stringify([error.message, error.data])).not.toContain('hunter2');
    expect(existsSync(join(cwd, '.git/agentcoord'))).toBe(false);
  });

  test('because that is no address is named by its setting alone', async () => {
    const environment = { REDIS_URL: 'http://user:hunter2@host' };
    const error = await failure(CoordinationClient.open({ cwd: temporaryRepository(), environment }));
    expect(error).toMatchObject({ code: 'misconfigured', data: { setBy: 'REDIS_URL' } });
    expect(error.message).not.toContain('hunter2');
  });

  test.skipIf(missing)(`because the password is wrong is told at once${unless}`, async () => {
    const server = await startRedisServer({ arguments: ['--requirepass', 'the-right-one'] });
    try {
      const environment = { REDIS_URL: `unix://:hunter2@${server.socketPath}` };
      const error = await failure(CoordinationClient.open({ cwd: temporaryRepository(), environment }));
      expect(error).toMatchObject({ code: 'misconfigured', data: { setBy: 'REDIS_URL' } });
      expect(error.message).toContain('WRONGPASS');
      expect(JSON.stringify([error.message, error.data])).not.toContain('hunter2');
    } finally {
      await server.remove();
    }
  });
});
