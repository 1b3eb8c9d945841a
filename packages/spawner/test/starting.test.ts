import { expect, test } from 'vitest';
import type { Launcher, LaunchSpec, SpawnedWorker } from '../src/index.js';
import { SpawnMode } from '../src/index.js';
import { observe } from '../src/record/observe.js';
import { setUpSpawning } from './support/spawning.js';

/** Starts when it is told to, whatever its signal says: as an engine does that is asked too late. */
function slowLauncher() {
  const running = new Set<string>();
  const asked: LaunchSpec[] = [];
  let go: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    go = resolve;
  });
  const launcher: Launcher = {
    mode: SpawnMode.DOCKER,
    limits: [],
    bringsProgram: true,
    async launch(spec) {
      asked.push(spec);
      await gate;
      running.add(spec.spawnId);
      return { handle: { spawnId: spec.spawnId }, exited: new Promise(() => undefined), logOffset: 0 };
    },
    isAlive: async ({ spawnId }) => (running.has(String(spawnId)) ? 'running' : 'gone'),
    async stop({ spawnId }) {
      return { outcome: running.delete(String(spawnId)) ? 'stopped' : 'already_gone', killed: 0 };
    },
    find: async (spawnId) => (running.has(spawnId) ? { spawnId } : undefined),
  };
  return { launcher, running, asked, go: () => go() };
}

test('what is stopped while it is being started does not run, however long the start took', async () => {
  const { another } = await setUpSpawning();
  const { launcher, running, asked, go } = slowLauncher();
  const { spawner } = await another({ launchers: [launcher] });
  const { spawner: other } = await another({ launchers: [launcher] });
  const starting = spawner.spawnWorker({ name: 'One', mode: SpawnMode.DOCKER });
  starting.catch(() => undefined);
  await expect.poll(() => asked.length, { timeout: 20_000 }).toBe(1);
  expect(await other.stop('One')).toMatchObject({ outcome: 'stopped', killed: 0 });
  // Whoever pulls an image is told at once.
  await expect.poll(() => asked[0]?.signal?.aborted, { timeout: 20_000 }).toBe(true);
  go();
  await expect(starting).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('stopped while it started'),
  });
  expect([...running]).toEqual([]);
  expect(await other.list()).toMatchObject([{ name: 'One', state: 'failed', stopRequested: true }]);
});

test('what is started for longer than a minute keeps its name as long as its spawner says so', async () => {
  const { launcher } = slowLauncher();
  const { spawner, another } = await setUpSpawning();
  const worker = await spawner.spawnWorker({ name: 'One' });
  const { handle: _handle, pid: _pid, ...rest } = worker;
  const starting: SpawnedWorker = { ...rest, state: 'starting' };
  const now = starting.startedAt + 600_000;
  const silent = await observe(starting, launcher, now);
  expect(silent).toMatchObject({ status: 'ended' });
  expect(await observe({ ...starting, launchingAt: now - 20_000 }, launcher, now)).toEqual({
    status: 'unchanged',
  });
  expect(await observe({ ...starting, launchingAt: now - 60_000 }, launcher, now)).toMatchObject({
    status: 'ended',
  });
  expect(await (await another()).spawner.adopt()).toHaveLength(1);
});
