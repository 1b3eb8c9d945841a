import { DEFAULT_QUEUE } from '@agentcoord/core';
import { openRedisStorage } from '@agentcoord/storage-redis';
import { describe, expect, test, vi } from 'vitest';
import type { CoordinationClient } from '../src/index.js';
import { cloneWithFallback, privateServer } from './support/fallback.js';
import { openClient, openSession } from './support/open-client.js';
import { missing, unless } from './support/redis.js';

// Ownership moves in its own time; nothing is concluded from how long that takes.
vi.setConfig({ testTimeout: 120_000 });
const patient = { timeout: 60_000 };

type Server = Awaited<ReturnType<typeof privateServer>>;

const session = (cwd: string, url: string, name: string): Promise<CoordinationClient> =>
  openSession({ cwd, name, role: 'Engineer', workingOn: 'Features', environment: { REDIS_URL: url } });

const operatorOf = (cwd: string, url: string): Promise<CoordinationClient> =>
  openClient({ cwd, environment: { REDIS_URL: url } });

/** Everything that product.md shows. */
async function example(coord: CoordinationClient, operator: CoordinationClient, title: string) {
  const { id } = await operator.addTask({ title, tags: ['backend'] });
  {
    await using lock = await coord.lockFile('backend/main.ts', { intent: 'Add /health endpoint' });
    expect(lock.signal.aborted).toBe(false);
  }
  await using task = await coord.claimTask({ tags: ['backend'] });
  await task?.complete({ summary: `did ${task.title}` });
  await coord.postThread({ title: 'Deployment complete', message: 'Backend is out', priority: 'high' });
  await coord.logDecision({ type: 'deployment', context: title, reason: 'Tests pass' });
  const asked = coord.requestApproval({ action: 'deploy', description: title, timeout: '1m' });
  const pending = () => operator.approvals.list({ pending: true });
  await expect.poll(async () => (await pending()).length, patient).toBe(1);
  const [request] = await pending();
  if (request) await operator.approvals.approve(request.id, { hash: request.hash });
  expect(await asked).toMatchObject({ status: 'approved' });
  expect(await operator.queue.get(id)).toMatchObject({ state: 'completed' });
}

/** As the server has them, without a store of this host. */
async function tasksInRedis(server: Server, { configuration }: CoordinationClient): Promise<string[]> {
  await using redis = await openRedisStorage({ namespace: configuration.namespace, url: server.url() });
  const { tasks } = await redis.queues.list({ queue: DEFAULT_QUEUE });
  return tasks.map(({ title, state }) => `${title}: ${state}`).sort();
}

describe.skipIf(missing)(`with fallback${unless}`, () => {
  test('the example runs through a kill -9 of Redis and its restart, and notices nothing', async () => {
    const server = await privateServer();
    const cwd = cloneWithFallback();
    const coord = await session(cwd, server.url(), 'Agent-1');
    const operator = await operatorOf(cwd, server.url());
    await example(coord, operator, 'before');
    await server.stop('SIGKILL');
    await example(coord, operator, 'while it is away');
    const mode = async () => (await coord.storage.describe()).mode;
    expect(await mode()).toMatch(/^local, Redis unreachable since \d\d:\d\d$/);
    await server.start();
    await example(coord, operator, 'after');
    await expect.poll(mode, patient).toMatch(/^local, Redis follows \(\d+ ms behind\)$/);
    await expect
      .poll(() => tasksInRedis(server, coord), patient)
      .toEqual(['after: completed', 'before: completed', 'while it is away: completed']);
  });

  test('with a second host it gets the clear error, and goes on when Redis is back', async () => {
    const server = await privateServer();
    const [one, two] = [cloneWithFallback(), cloneWithFallback()];
    const coord = await session(one, server.url(), 'Agent-1');
    const operator = await operatorOf(one, server.url());
    const other = await session(two, server.url(), 'Agent-2');
    await example(coord, operator, 'shared');
    await expect.poll(async () => (await coord.failover?.status())?.owner, patient).toBe('redis');
    {
      await using _lock = await other.lockFile('src/a.ts');
      expect(await coord.tryLockFile('src/a.ts')).toBeUndefined();
    }
    // What is read while Redis is away is as new as the copy: it must have come so far to show what was done.
    await expect.poll(async () => (await coord.failover?.status())?.lag?.events, patient).toBe(0);
    await server.stop('SIGKILL');
    const refused = { code: 'storage_unavailable', data: { reason: 'primary_gone' } };
    for (const client of [coord, other]) {
      await expect(client.tryLockFile('src/a.ts')).rejects.toMatchObject(refused);
      await expect(client.claimTask()).rejects.toMatchObject(refused);
      await expect(client.tryLockFile('src/a.ts')).rejects.toThrow(server.socketPath);
    }
    expect((await coord.storage.describe()).mode).toMatch(
      /^Redis unreachable since \d\d:\d\d: refusing locks and claims$/,
    );
    // What commutes waits, what is read says how old it is.
    await coord.logDecision({ type: 'note', context: 'said while it was away' });
    expect((await coord.failover?.status())?.queued).toBeGreaterThan(0);
    expect((await coord.queue.stats()).counts.completed).toBe(1);
    expect(coord.failover?.lastRead()).toMatchObject({ stale: true });

    const backAt = Date.now();
    await server.start();
    const canLock = async (): Promise<boolean> => {
      const lock = await coord.tryLockFile('src/a.ts').catch(() => undefined);
      await lock?.release();
      return lock !== undefined;
    };
    await expect.poll(canLock, patient).toBe(true);
    await example(coord, operator, 'shared again');
    const said = async () =>
      (await coord.audit.list({ type: 'note' })).filter(({ context }) => context?.startsWith('said'));
    await expect.poll(async () => (await said()).length, patient).toBe(1);
    // With the time at which it was said; its place, and `at`, are the owner's.
    const [note] = await said();
    expect(note?.queuedAt).toBeLessThan(backAt);
    expect(note?.at).toBeGreaterThanOrEqual(backAt);
  });

  test('no Redis at start: what is made until it appears is in it, once', async () => {
    const server = await privateServer();
    await server.stop();
    const cwd = cloneWithFallback();
    const coord = await session(cwd, server.url(), 'Agent-1');
    const operator = await operatorOf(cwd, server.url());
    for (const title of ['One', 'Two']) await operator.addTask({ title });
    await using task = await coord.claimTask();
    await task?.complete({ summary: 'done' });
    await server.start();
    await operator.addTask({ title: 'While it appears' });
    const found = ['One: completed', 'Two: ready', 'While it appears: ready'];
    await expect.poll(() => tasksInRedis(server, coord), patient).toEqual(found);
    // Whatever else comes later does not add to it.
    await operator.addTask({ title: 'Later' });
    await expect.poll(() => tasksInRedis(server, coord), patient).toEqual(['Later: ready', ...found]);
  });

  test('a store that took part says what to do where Redis was taken out of the configuration', async () => {
    const server = await privateServer();
    const cwd = cloneWithFallback();
    const coord = await session(cwd, server.url(), 'Agent-1');
    await coord.queue.stats();
    await coord.close();
    const alone = await openClient({ cwd, environment: {} });
    await expect(alone.addTask({ title: 'One' })).rejects.toMatchObject({
      code: 'not_owner',
      message: expect.stringMatching(/Nothing was changed\. .*set REDIS_URL .*agentcoord failover status/),
    });
  });

  test('a server that was just started grants nothing for a while: a session waits for that, unless it is told not to', async () => {
    const server = await privateServer();
    const cwd = cloneWithFallback({ lockDelay: '8s' });
    const abort = new AbortController();
    const environment = { REDIS_URL: server.url() };
    const impatient = openSession({ cwd, name: 'Agent-1', environment, signal: abort.signal });
    const operator = await operatorOf(cwd, server.url());
    // Nothing but grants waits for it.
    await operator.addTask({ title: 'One' });
    abort.abort();
    await expect(impatient).rejects.toMatchObject({ code: 'aborted' });
    const coord = await session(cwd, server.url(), 'Agent-1');
    await using lock = await coord.lockFile('src/a.ts');
    expect(lock.signal.aborted).toBe(false);
  });

  test('one agent with a wrong password fails alone and at once, with a configuration error', async () => {
    const server = await privateServer('--requirepass', 'the-right-one');
    const cwd = cloneWithFallback();
    const coord = await session(cwd, server.url('the-right-one'), 'Agent-1');
    const operator = await operatorOf(cwd, server.url('the-right-one'));
    await expect(session(cwd, server.url('hunter2'), 'Agent-2')).rejects.toMatchObject({
      code: 'misconfigured',
      data: { setBy: 'REDIS_URL' },
      message: expect.stringContaining('WRONGPASS'),
    });
    await example(coord, operator, 'the others go on');
    const mode = async () => (await coord.storage.describe()).mode;
    await expect.poll(mode, patient).toMatch(/^local, Redis follows/);
  });
});
