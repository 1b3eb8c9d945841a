import { hostname } from 'node:os';
import type { JsonObject } from '@agentcoord/core';
import { describe, expect, test } from 'vitest';
import { createSubprocessLauncher, type Launcher, type SpawnedWorker } from '../src/index.js';
import { familyOf } from '../src/process/family.js';
import { nextStep } from '../src/supervise/next-step.js';
import { setUpSpawning } from './support/spawning.js';
import { supervised, typesOf } from './support/supervised.js';

const QUICK = { policy: 'always', backoff: 1, maxBackoff: 2, maxRestarts: 2 } as const;

describe('supervising', () => {
  test('a killed worker lives again under its name, and what it was asked for is kept', async () => {
    const { spawner } = await setUpSpawning();
    const asked = { name: 'One', tags: ['backend'], maxTasks: 4, restart: QUICK };
    const first = await spawner.spawnWorker(asked);
    supervised(spawner);
    process.kill(first.pid ?? 0, 'SIGKILL');
    await expect
      .poll(async () => (await spawner.list())[0], { timeout: 30_000 })
      .toMatchObject({
        name: 'One',
        state: 'running',
        tags: ['backend'],
        maxTasks: 4,
        restart: { count: 1 },
      });
    expect((await spawner.list())[0]?.id).not.toBe(first.id);
  });

  test('of two supervisors one restarts it, and the other goes on when the first is gone', async () => {
    const { spawner, another } = await setUpSpawning();
    const other = await another();
    const first = await spawner.spawnWorker({ name: 'One', restart: { ...QUICK, maxRestarts: 9 } });
    const one = supervised(spawner);
    const two = supervised(other.spawner);
    process.kill(first.pid ?? 0, 'SIGKILL');
    const restarts = () =>
      typesOf([...one.events, ...two.events]).filter((type) => type === 'worker-restarted').length;
    await expect.poll(restarts, { timeout: 30_000 }).toBe(1);
    await (typesOf(one.events).includes('worker-restarted') ? one : two).end();
    const [second] = await other.spawner.list();
    process.kill(second?.pid ?? 0, 'SIGKILL');
    await expect.poll(restarts, { timeout: 30_000 }).toBe(2);
    // Nobody started it twice.
    const [third] = await other.spawner.list();
    for (const id of [first.id, second?.id ?? '']) expect(await familyOf({ spawnId: id })).toEqual([]);
    expect(await familyOf({ spawnId: third?.id ?? '' })).toHaveLength(1);
  });

  test('a crash loop ends after its restarts, in a state that says so', async () => {
    const { spawner, storage } = await setUpSpawning();
    const environment = { BEHAVIOUR: 'dies' };
    await spawner.spawnWorker({ name: 'One', environment, restart: QUICK, waitUntilReady: false });
    const { events } = supervised(spawner);
    await expect.poll(() => typesOf(events), { timeout: 30_000 }).toContain('worker-gave-up');
    expect(typesOf(events).filter((type) => type === 'worker-restarted')).toHaveLength(2);
    expect(await spawner.list()).toMatchObject([
      { state: 'crash-loop', exit: { reason: expect.stringMatching(/3 times in a row.*exit code 3/) } },
    ]);
    const { records } = await storage.records.list({ collection: 'workers', limit: 10 });
    expect(records[0]?.labels).toMatchObject({ state: 'crash-loop' });
    // Its name is free again.
    expect(await spawner.spawnWorker({ name: 'One' })).toMatchObject({ state: 'running' });
  });

  test('a worker that was stopped stays stopped, also while it waited for its restart', async () => {
    const { spawner } = await setUpSpawning();
    const slow = { policy: 'always', backoff: 3_600_000, maxBackoff: 3_600_000 } as const;
    await spawner.spawnWorker({ name: 'One', restart: QUICK });
    const waits = await spawner.spawnWorker({ name: 'Two', restart: slow });
    const { events } = supervised(spawner);
    process.kill(waits.pid ?? 0, 'SIGKILL');
    await expect.poll(() => typesOf(events), { timeout: 30_000 }).toContain('worker-waits');
    await expect(spawner.spawnWorker({ name: 'Two' })).rejects.toMatchObject({ code: 'conflict' });
    await spawner.stopAll();
    expect((await spawner.list()).map(({ state }) => state)).toEqual(['exited', 'exited']);
    await spawner.supervise({ untilIdle: true, interval: 20 });
    expect((await spawner.list()).map(({ state }) => state)).toEqual(['exited', 'exited']);
  });

  test('a worker that is drained while it waits for its restart has ended, and its name is free', async () => {
    const { spawner } = await setUpSpawning();
    const slow = { policy: 'always', backoff: 3_600_000, maxBackoff: 3_600_000 } as const;
    const waits = await spawner.spawnWorker({ name: 'One', restart: slow });
    const { events } = supervised(spawner);
    process.kill(waits.pid ?? 0, 'SIGKILL');
    await expect.poll(() => typesOf(events), { timeout: 30_000 }).toContain('worker-waits');
    await spawner.drain('One');
    expect(await spawner.list()).toMatchObject([{ state: 'exited' }]);
    expect(await spawner.spawnWorker({ name: 'One' })).toMatchObject({ state: 'running' });
  });

  test('the next life gets the settings of the launcher that made the first, whoever begins it', async () => {
    const { spawner, another } = await setUpSpawning();
    await spawner.close();
    const seen: unknown[] = [];
    const launcherWith = (settings: JsonObject): Launcher => {
      const real = createSubprocessLauncher();
      const launch: Launcher['launch'] = (spec) => {
        seen.push(spec.settings);
        return real.launch(spec);
      };
      return { ...real, settings, launch };
    };
    const first = await another({ launchers: [launcherWith({ image: 'mine' })] });
    const worker = await first.spawner.spawnWorker({ name: 'One', restart: QUICK });
    const second = await another({ launchers: [launcherWith({ image: 'usual' })] });
    supervised(second.spawner);
    process.kill(worker.pid ?? 0, 'SIGKILL');
    await expect.poll(() => seen, { timeout: 30_000 }).toEqual([{ image: 'mine' }, { image: 'mine' }]);
  });

  test('a variable that only its spawner had is asked for by name, and never written down', async () => {
    const { spawner, another, storage } = await setUpSpawning();
    const environment = { BEHAVIOUR: 'obedient', SECRET: 'canary-77c0' };
    const worker = await spawner.spawnWorker({ name: 'One', environment, restart: QUICK });
    const { records } = await storage.records.list({ collection: 'workers', limit: 10 });
    expect(JSON.stringify(records)).not.toContain('canary-77c0');
    await spawner.close();
    process.kill(worker.pid ?? 0, 'SIGKILL');
    const other = await another();
    const { events } = supervised(other.spawner);
    await expect
      .poll(() => events, { timeout: 30_000 })
      .toContainEqual({
        type: 'supervision-failed',
        error: expect.objectContaining({
          code: 'misconfigured',
          data: expect.objectContaining({ missing: ['BEHAVIOUR', 'SECRET'] }),
        }),
      });
  });
});

describe('what is to be done about a worker', () => {
  const restart = {
    policy: 'on-failure' as const,
    maxRestarts: 3,
    backoffMs: 1_000,
    maxBackoffMs: 8_000,
    resetAfterMs: 60_000,
    count: 0,
  };
  const ended = (change: Partial<SpawnedWorker>): SpawnedWorker => ({
    id: 'worker_1',
    name: 'One',
    mode: 'subprocess',
    state: 'exited',
    tags: [],
    capabilities: [],
    useLlm: false,
    spawnedBy: 'operator',
    spawnerHost: hostname(),
    logFile: '/tmp/w.log',
    startedAt: 0,
    exitedAt: 10,
    restart,
    ...change,
  });
  const most = () => 1;

  test.each([
    ['ended with code 0', { exit: { code: 0 } }, 'nothing'],
    ['left by itself, and nobody saw it end', { exit: { left: true } }, 'nothing'],
    ['ended with code 1', { exit: { code: 1, left: true } }, 'wait'],
    ['was killed', { exit: { signal: 'SIGKILL' } }, 'wait'],
    ['never ran', { state: 'failed' as const }, 'wait'],
    ['was stopped', { stopRequested: true, exit: { code: 1 } }, 'nothing'],
    ['has no policy', { restart: undefined, exit: { code: 1 } }, 'nothing'],
    ['has had its restarts', { restart: { ...restart, count: 3 }, exit: { code: 1 } }, 'give-up'],
    ['waits', { state: 'restarting' as const, restartAt: 200 }, 'nothing'],
    ['has waited', { state: 'restarting' as const, restartAt: 90 }, 'restart'],
    ['runs', { state: 'running' as const }, 'nothing'],
  ])('one that %s', (_, change, expected) => {
    expect(nextStep(ended(change), 100, most).do).toBe(expected);
  });

  test('the wait doubles up to its bound, with full jitter', () => {
    const exit = { code: 1 };
    const waits = [0, 1, 2, 5].map((count) => {
      const step = nextStep(ended({ exit, restart: { ...restart, maxRestarts: 9, count } }), 100, most);
      return step.do === 'wait' ? step.until - 100 : undefined;
    });
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000]);
    const least = nextStep(ended({ exit }), 100, () => 0);
    expect(least).toMatchObject({ do: 'wait', until: 100 });
  });

  test('a long life begins the counting again', () => {
    const worker = ended({ exit: { code: 1 }, exitedAt: 60_000, restart: { ...restart, count: 3 } });
    expect(nextStep(worker, 60_100, most)).toMatchObject({ do: 'wait', restart: { count: 1 } });
  });
});
