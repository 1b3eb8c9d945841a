import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AgentRegistry } from '@agentcoord/registry';
import { expect, test } from 'vitest';
import { createSubprocessLauncher, SpawnMode } from '../src/index.js';
import { setUpSpawning } from './support/spawning.js';

test('a worker that was spawned is registered, recorded with its process, and writes its own log', async () => {
  const { spawner, storage } = await setUpSpawning();
  const worker = await spawner.spawnWorker({ name: 'Backend-1', tags: ['backend'], maxTasks: 3 });
  expect(worker).toMatchObject({
    name: 'Backend-1',
    state: 'running',
    mode: 'subprocess',
    tags: ['backend'],
    maxTasks: 3,
  });
  expect(worker.handle).toMatchObject({
    pid: worker.pid,
    startTime: expect.stringMatching(/\d/),
    host: worker.host,
  });
  const agent = await new AgentRegistry({ storage }).get('Backend-1');
  expect(agent).toMatchObject({ spawnId: worker.id, pid: worker.pid, state: 'idle' });
  expect(statSync(worker.logFile).mode & 0o777).toBe(0o600);
  expect(readFileSync(worker.logFile, 'utf8')).toContain('registers Backend-1');
  expect(await spawner.list()).toEqual([worker]);
});

test('a worker of a strange name gets a log inside the folder of logs', async () => {
  const { spawner, folder } = await setUpSpawning();
  const worker = await spawner.spawnWorker({ name: '../../--help; rm -rf ünï' });
  expect(worker.logFile.startsWith(join(folder, 'logs/'))).toBe(true);
  expect(worker.logFile.slice(join(folder, 'logs/').length)).not.toContain('/');
  expect(readFileSync(worker.logFile, 'utf8')).toContain('registers ../../--help');
});

test('the name of a running worker is taken, and free when it has ended', async () => {
  const { spawner } = await setUpSpawning();
  const first = await spawner.spawnWorker({ name: 'One' });
  await expect(spawner.spawnWorker({ name: 'One' })).rejects.toMatchObject({ code: 'conflict' });
  await spawner.stop('One');
  const second = await spawner.spawnWorker({ name: 'One' });
  expect(second.id).not.toBe(first.id);
  expect(second.logFile).toBe(first.logFile);
});

test('of two that spawn one name at the same time, one wins', async () => {
  const { spawner, another } = await setUpSpawning();
  const other = await another();
  const results = await Promise.allSettled([
    spawner.spawnWorker({ name: 'One' }),
    other.spawner.spawnWorker({ name: 'One' }),
  ]);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
});

test('a launcher of a mode of its own is asked for by that mode, with no type in the way', async () => {
  const { another } = await setUpSpawning();
  const { spawner } = await another({ launchers: [{ ...createSubprocessLauncher(), mode: 'nomad' }] });
  expect(await spawner.spawnWorker({ name: 'One', mode: 'nomad' })).toMatchObject({
    state: 'running',
    mode: 'nomad',
  });
  expect((await spawner.stop('One')).outcome).toBe('stopped');
});

test('a worker that dies at once is reported with the end of its log, without secrets', async () => {
  const { spawner } = await setUpSpawning();
  const environment = { BEHAVIOUR: 'dies', SECRET: 'canary-5d1f' };
  const failed = spawner.spawnWorker({ name: 'One', environment });
  await expect(failed).rejects.toMatchObject({
    code: 'spawn_failed',
    message: expect.stringMatching(/exit code 3[\s\S]*cannot log in with \[hidden\]/),
    data: { exit: { code: 3 } },
  });
  const records = JSON.stringify(await spawner.list());
  expect(records).toContain('"state":"exited"');
  expect(records).not.toContain('canary-5d1f');
  // Its announcement is withdrawn, so nobody has to wait to try again.
  await spawner.spawnWorker({ name: 'One' });
});

test('a worker that does not register in time is stopped and reported', async () => {
  const { spawner } = await setUpSpawning();
  const environment = { BEHAVIOUR: 'never-registers' };
  const failed = spawner.spawnWorker({ name: 'One', environment, startTimeout: 300 });
  await expect(failed).rejects.toMatchObject({
    code: 'spawn_failed',
    message: expect.stringContaining('300ms'),
  });
  expect(await spawner.list()).toMatchObject([{ state: 'exited' }]);
});

test('a worker that did its work and left before anybody looked was started', async () => {
  const { spawner } = await setUpSpawning();
  const worker = await spawner.spawnWorker({ name: 'One', environment: { BEHAVIOUR: 'one-shot' } });
  expect(worker.name).toBe('One');
});

test('a program that cannot be run says which, and leaves the name free', async () => {
  const { spawner, another } = await setUpSpawning();
  const broken = await another({ program: { command: '/nowhere/agentcoord', args: [] } });
  await expect(broken.spawner.spawnWorker({ name: 'One' })).rejects.toMatchObject({
    code: 'spawn_failed',
    data: { command: '/nowhere/agentcoord' },
  });
  expect(await spawner.list()).toMatchObject([{ name: 'One', state: 'failed' }]);
  await spawner.spawnWorker({ name: 'One' });
});

test('no longer waiting for a worker ends it', async () => {
  const { spawner } = await setUpSpawning();
  const environment = { BEHAVIOUR: 'never-registers' };
  const spawned = spawner.spawnWorker({ environment, signal: AbortSignal.timeout(300) });
  await expect(spawned).rejects.toMatchObject({ code: 'aborted' });
  expect(await spawner.list()).toMatchObject([{ state: 'exited' }]);
});

test.each([SpawnMode.DOCKER, SpawnMode.RAILWAY])(
  'the mode %s is refused without a launcher for it, and nothing is written down',
  async (mode) => {
    const { spawner } = await setUpSpawning();
    await expect(spawner.spawnWorker({ mode })).rejects.toMatchObject({
      code: 'unsupported',
      data: { mode },
    });
    expect(await spawner.list()).toEqual([]);
  },
);

test.each([
  [{ maxTasks: 0 }, 'maxTasks'],
  [{ tags: ['a b'] }, 'tags[0]'],
  [{ name: '' }, 'name'],
  [{ startTimeout: 'soon' }, 'startTimeout'],
])('a wrong request is refused by its field: %j', async (request, field) => {
  const { spawner } = await setUpSpawning();
  await expect(spawner.spawnWorker(request)).rejects.toMatchObject({
    code: 'invalid_argument',
    data: { field },
  });
  expect(await spawner.list()).toEqual([]);
});
