import { AgentRegistry } from '@agentcoord/registry';
import { describe, expect, test } from 'vitest';
import type { SpawnedWorker } from '../src/index.js';
import { familyOf } from '../src/process/family.js';
import { readProcess } from '../src/process/process-table.js';
import { WorkerRecords } from '../src/record/worker-records.js';
import { setUpSpawning } from './support/spawning.js';

async function isGone({ pid = 0 }: SpawnedWorker): Promise<boolean> {
  return (await readProcess(pid)) === undefined;
}

describe('stopping', () => {
  test('asks first: a worker that listens leaves by itself', async () => {
    const { spawner, storage } = await setUpSpawning();
    const worker = await spawner.spawnWorker({ name: 'One' });
    expect(await spawner.stop('One')).toMatchObject({
      id: worker.id,
      name: 'One',
      outcome: 'stopped',
      killed: 0,
    });
    expect(await isGone(worker)).toBe(true);
    expect(await new AgentRegistry({ storage }).get('One')).toMatchObject({ state: 'left' });
    expect(await spawner.list()).toMatchObject([{ name: 'One', state: 'exited' }]);
  });

  test('kills a worker that does not listen, together with what it started', async () => {
    const { spawner } = await setUpSpawning();
    const worker = await spawner.spawnWorker({ environment: { BEHAVIOUR: 'stubborn' } });
    const family = { spawnId: worker.id, group: worker.pid };
    expect(await familyOf(family)).toHaveLength(2);
    expect(await spawner.stop(worker.id, { grace: 50 })).toMatchObject({ outcome: 'killed', killed: 2 });
    expect(await familyOf(family)).toEqual([]);
  });

  test('frees at once what the killed worker held', async () => {
    const { spawner, storage } = await setUpSpawning();
    await spawner.spawnWorker({ name: 'One', environment: { BEHAVIOUR: 'locks' } });
    const grants = async () => (await storage.leases.inspect({ under: 'file' })).grants;
    await expect.poll(grants, { timeout: 20_000 }).toHaveLength(1);
    await spawner.stop('One', { grace: 0 });
    expect(await grants()).toEqual([]);
    expect(await new AgentRegistry({ storage }).get('One')).toMatchObject({ state: 'dead' });
  });

  test('works from another process than the one that spawned', async () => {
    const { spawner, another } = await setUpSpawning();
    const worker = await spawner.spawnWorker({ name: 'One' });
    const other = await another();
    expect(await other.spawner.stop('One')).toMatchObject({ outcome: 'stopped' });
    expect(await isGone(worker)).toBe(true);
  });

  test('says truthfully that there was nothing left to stop', async () => {
    const { spawner } = await setUpSpawning();
    await spawner.spawnWorker({ name: 'One' });
    await spawner.stop('One');
    expect(await spawner.stop('One')).toMatchObject({ outcome: 'already_gone', killed: 0 });
    await expect(spawner.stop('Nobody')).rejects.toMatchObject({ code: 'not_found' });
  });

  test('all stops every worker that lives', async () => {
    const { spawner } = await setUpSpawning();
    const workers = await Promise.all([
      spawner.spawnWorker({ name: 'One' }),
      spawner.spawnWorker({ name: 'Two' }),
    ]);
    const reports = await spawner.stopAll();
    expect(reports.map(({ name, outcome }) => `${name} ${outcome}`).sort()).toEqual([
      'One stopped',
      'Two stopped',
    ]);
    expect(await Promise.all(workers.map(isGone))).toEqual([true, true]);
  });

  test('never signals a process that only has the pid of a worker', async () => {
    const { spawner, storage, another } = await setUpSpawning();
    const worker = await spawner.spawnWorker({ name: 'One' });
    const records = new WorkerRecords(storage);
    // As if the worker had ended long ago and its number had gone to somebody else.
    await records.change(worker, () => ({
      id: 'worker_other',
      handle: { ...worker.handle, startTime: '1', spawnId: 'worker_other' },
    }));
    const other = await another();
    expect(await other.spawner.stop('One', { grace: 0 })).toMatchObject({ outcome: 'already_gone' });
    expect(await isGone(worker)).toBe(false);
    process.kill(worker.pid ?? 0, 'SIGKILL');
  });

  test('from another host is refused and signals nobody', async () => {
    const { spawner, storage } = await setUpSpawning();
    const worker = await spawner.spawnWorker({ name: 'One' });
    const records = new WorkerRecords(storage);
    await records.change(worker, () => ({ handle: { ...worker.handle, host: 'elsewhere' } }));
    await expect(spawner.stop('One')).rejects.toMatchObject({
      code: 'unsupported',
      data: { host: 'elsewhere' },
    });
    expect(await isGone(worker)).toBe(false);
    await records.change(worker, () => ({ handle: worker.handle }));
  });
});

describe('adopting', () => {
  test('finds the workers of another process, and notes those that died unseen', async () => {
    const { spawner, another } = await setUpSpawning();
    const [one, two] = await Promise.all([
      spawner.spawnWorker({ name: 'One' }),
      spawner.spawnWorker({ name: 'Two' }),
    ]);
    await spawner.close();
    process.kill(two.pid ?? 0, 'SIGKILL');
    await expect.poll(() => isGone(two), { timeout: 20_000 }).toBe(true);
    const other = await another();
    expect(await other.spawner.adopt()).toEqual([one]);
    expect(await other.spawner.list()).toMatchObject([
      { name: 'One', state: 'running' },
      { name: 'Two', state: 'exited', exit: { reason: 'its process is gone' } },
    ]);
  });

  test.runIf(process.platform === 'linux')(
    'finds a worker whose spawner died before it wrote down where it is',
    async () => {
      const { spawner, storage, another } = await setUpSpawning();
      const worker = await spawner.spawnWorker({ name: 'One' });
      await new WorkerRecords(storage).change(worker, () => ({
        state: 'starting',
        handle: undefined,
        pid: undefined,
      }));
      const other = await another();
      expect(await other.spawner.adopt()).toMatchObject([
        { name: 'One', state: 'running', pid: worker.pid, handle: worker.handle },
      ]);
    },
  );

  test('leaves the workers of another host to that host', async () => {
    const { spawner, storage } = await setUpSpawning();
    const worker = await spawner.spawnWorker({ name: 'One' });
    const records = new WorkerRecords(storage);
    await records.change(worker, () => ({ handle: { ...worker.handle, host: 'elsewhere' } }));
    expect(await spawner.adopt()).toMatchObject([{ name: 'One', state: 'running' }]);
    await records.change(worker, () => ({ handle: worker.handle }));
  });
});

test('how a worker ended is noted while its spawner is there to see it', async () => {
  const { spawner } = await setUpSpawning();
  const worker = await spawner.spawnWorker({ name: 'One' });
  process.kill(worker.pid ?? 0, 'SIGKILL');
  await expect
    .poll(async () => (await spawner.list())[0], { timeout: 20_000 })
    .toMatchObject({ state: 'exited', exit: { signal: 'SIGKILL' } });
});
