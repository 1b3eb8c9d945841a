import { spawnSync } from 'node:child_process';
import { identifyProcess } from '@agentcoord/spawner';
import { openMemoryStorage } from '@agentcoord/storage-file';
import { expect, it } from 'vitest';
import { holdRun } from '../src/build/run-lease.js';
import { watchRun } from '../src/build/watch-run.js';

const never = new AbortController().signal;
const run = { id: 'build-1', what: 'this build', signal: never };

it('is held by one process at a time, and free when that one is done', async () => {
  await using storage = await openMemoryStorage();
  {
    await using _held = await holdRun(storage, run);
    await expect(holdRun(storage, run)).rejects.toMatchObject({ code: 'conflict' });
  }
  await using _again = await holdRun(storage, run);
});

const other = { grantId: 'run_other', holder: 'run_other', keys: [{ key: 'run/build-1' }], ttlMs: 3_600_000 };

it('is taken over at once from a process of this host that was killed', async () => {
  await using storage = await openMemoryStorage();
  const { pid } = spawnSync(process.execPath, ['--version']);
  const details = { ...(await identifyProcess(process.pid)), pid };
  await storage.leases.acquire({ ...other, details });
  await using held = await holdRun(storage, run);
  expect(held.signal.aborted).toBe(false);
});

it('is not taken from a process that cannot be seen from here, though its id is nobody here', async () => {
  await using storage = await openMemoryStorage();
  const { pid } = spawnSync(process.execPath, ['--version']);
  const details = { ...(await identifyProcess(process.pid)), pid, pidSpace: 'of another container' };
  await storage.leases.acquire({ ...other, details });
  const signal = AbortSignal.timeout(50);
  await expect(holdRun(storage, { ...run, signal })).rejects.toMatchObject({ code: 'aborted' });
  expect(await storage.leases.inspect({})).toMatchObject({ grants: [{ grantId: 'run_other' }] });
});

it('is watched by its workers: nobody there for long is seen, and only that', async () => {
  await using storage = await openMemoryStorage();
  const watch = { id: run.id, goneAfterMs: 30, lookEveryMs: 5 };
  {
    await using _held = await holdRun(storage, run);
    const signal = AbortSignal.timeout(300);
    await expect(watchRun(storage, { ...watch, signal })).rejects.toMatchObject({ code: 'aborted' });
  }
  await watchRun(storage, { ...watch, signal: never });
});
