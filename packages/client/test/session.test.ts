import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CoordinationClient } from '../src/index.js';
import { openClient, openSession } from './support/open-client.js';
import { git, temporaryFolder, temporaryRepository } from './support/temporary.js';

describe('a session', () => {
  test('is listed with what it is while it is open, and as left when it has closed', async () => {
    const cwd = temporaryRepository();
    const observer = await openClient({ cwd });
    const coord = await openSession({
      cwd,
      name: 'Agent-1',
      role: 'Engineer',
      workingOn: 'Building features',
      tags: ['a'],
    });
    expect(await observer.registry.get('Agent-1')).toMatchObject({
      identity: coord.identity,
      role: 'Engineer',
      workingOn: 'Building features',
      tags: ['a'],
      kind: 'session',
      state: 'idle',
      pid: process.pid,
    });
    await coord.close();
    expect(await observer.registry.get('Agent-1')).toMatchObject({ state: 'left' });
  });

  test('gives back its locks and its tasks when it closes', async () => {
    const cwd = temporaryRepository();
    const observer = await openClient({ cwd });
    const coord = await openSession({ cwd, name: 'Agent-1' });
    const { id } = await coord.addTask({ title: 'Something' });
    await coord.lockFile('src/a.ts');
    const task = await coord.claimTask();
    const flow = task && coord.forTask(task);
    await flow?.lockFile('src/b.ts');
    expect(await observer.locks.list()).toHaveLength(2);
    await coord.close();
    expect(await observer.locks.list()).toEqual([]);
    expect(await observer.queue.get(id)).toMatchObject({ state: 'ready', attempts: 0 });
  });

  test('closes once, however often it is asked to', async () => {
    const coord = await openSession({ cwd: temporaryRepository() });
    await Promise.all([coord.close(), coord.close()]);
    await coord.close();
  });

  test('is refused while an agent of its name is alive, and leaves nothing open', async () => {
    const cwd = temporaryRepository();
    await openSession({ cwd, name: 'Agent-1' });
    await expect(openSession({ cwd, name: 'Agent-1' })).rejects.toMatchObject({ code: 'conflict' });
  });

  test('takes its name from the environment, or a new one', async () => {
    const cwd = temporaryRepository();
    const named = await openSession({ cwd, environment: { AGENTCOORD_AGENT_ID: 'Agent-7' } });
    const [first, second] = [await openSession({ cwd }), await openSession({ cwd })];
    expect(named.name).toBe('Agent-7');
    expect(first.name).toMatch(/^agent-[a-z0-9]{8}$/);
    expect(first.name).not.toBe(second.name);
  });

  test('tells who spawned it only when it has the spawned name', async () => {
    const cwd = temporaryRepository();
    const environment = { AGENTCOORD_AGENT_ID: 'Worker-1', AGENTCOORD_SPAWN_ID: 'worker_1' };
    await openSession({ cwd, environment });
    const other = await openSession({ cwd, environment, name: 'Helper' });
    expect(await other.registry.get('Worker-1')).toMatchObject({ spawnId: 'worker_1' });
    expect((await other.registry.get('Helper'))?.spawnId).toBeUndefined();
  });

  test('whose signal has fired does not begin', async () => {
    const opened = CoordinationClient.session({ cwd: temporaryRepository(), signal: AbortSignal.abort() });
    await expect(opened).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('a client that is only opened', () => {
  test('is no agent, and acts as the operator or whoever is named', async () => {
    const cwd = temporaryRepository();
    const operator = await openClient({ cwd });
    const named = await openClient({ cwd, environment: { AGENTCOORD_AGENT_ID: 'Agent-7' } });
    expect([operator.name, named.name]).toEqual(['operator', 'Agent-7']);
    expect(operator.agent).toBeUndefined();
    expect(await operator.registry.list()).toEqual([]);
  });

  test('excludes another one of the same person', async () => {
    const cwd = temporaryRepository();
    const [one, two] = [await openClient({ cwd }), await openClient({ cwd })];
    await using lock = await one.lockFile('src/a.ts');
    expect(lock.paths).toEqual(['src/a.ts']);
    expect(await two.tryLockFile('src/a.ts')).toBeUndefined();
  });

  test('leaves a storage that it was given open', async () => {
    const cwd = temporaryRepository();
    const owner = await openClient({ cwd });
    const borrower = await CoordinationClient.open({
      cwd,
      environment: { REDIS_URL: 'redis://x' },
      storage: owner.storage,
    });
    await borrower.close();
    expect(await owner.registry.list()).toEqual([]);
  });
});

describe('the store', () => {
  test('without git tells a later git to leave it alone', async () => {
    const cwd = temporaryFolder();
    await openClient({ cwd });
    git(cwd, 'init', '--quiet');
    git(cwd, 'add', '--all');
    expect(git(cwd, 'status', '--porcelain', '--ignored=no')).toBe('');
    expect(readFileSync(join(cwd, '.agentcoord/store/.gitignore'), 'utf8')).toBe('*\n');
    expect(statSync(join(cwd, '.agentcoord/store')).mode & 0o777).toBe(0o700);
  });

  test('whose folder cannot be made says so, and what to do', async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, '.agentcoord'));
    writeFileSync(join(cwd, '.agentcoord/store'), 'a file');
    await expect(openClient({ cwd })).rejects.toMatchObject({
      code: 'storage_unwritable',
      message: expect.stringContaining('AGENTCOORD_HOME'),
    });
  });

  test('is one for all work trees of a clone, and a file in both is one resource', async () => {
    const root = temporaryRepository({ commit: true });
    const worktree = join(temporaryFolder(), 'second');
    git(root, 'worktree', 'add', '--quiet', worktree);
    const [one, two] = [await openClient({ cwd: root }), await openClient({ cwd: worktree })];
    await using _lock = await one.lockFile('src/a.ts', { intent: 'Add /health endpoint' });
    await expect(two.lockFile('src/a.ts', { wait: 0 })).rejects.toMatchObject({
      code: 'lock_held',
      data: { path: 'src/a.ts', intent: 'Add /health endpoint' },
    });
  });
});
