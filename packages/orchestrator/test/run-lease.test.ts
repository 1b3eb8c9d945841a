import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';
import { openMemoryStorage } from '@agentcoord/storage-file';
import { expect, it } from 'vitest';
import { holdRun } from '../src/build/run-lease.js';

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

it('is taken over at once from a process of this host that was killed', async () => {
  await using storage = await openMemoryStorage();
  const { pid } = spawnSync(process.execPath, ['--version']);
  const dead = { grantId: 'run_dead', holder: 'run_dead', keys: [{ key: 'run/build-1' }], ttlMs: 3_600_000 };
  await storage.leases.acquire({ ...dead, details: { pid, host: hostname() } });
  await using held = await holdRun(storage, run);
  expect(held.signal.aborted).toBe(false);
});
