import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestReplica, type Storage } from '@agentcoord/core';
import { openFileStorage } from '@agentcoord/storage-file';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { until } from './support/live-hosts.js';
import { type BedOptions, openHost } from './support/open-for-process.js';
import { settle } from './support/settled.js';
import { overlaps, startWorker, type Worker } from './support/worker.js';

const TIMES = { objectionMs: 1_000, aloneMs: 1_500, freezeMs: 2_000, lockDelayMs: 2_000 };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'agentcoord-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function bedOf(host: string): BedOptions {
  return { folder, host, times: TIMES };
}

async function settled(owner: 'local' | 'primary', members: string[] = []): Promise<void> {
  const local = await openFileStorage({ folder: join(folder, 'one') });
  const primary = await openFileStorage({ folder: join(folder, 'primary') });
  await settle(local, primary, owner, members);
  await local.close();
  await primary.close();
}

async function digestOf(store: string): Promise<string> {
  const storage = await openFileStorage({ folder: join(folder, store) });
  try {
    if (storage.replica === undefined) throw new Error('It has no facet replica.');
    return (await digestReplica(storage.replica)).digest;
  } finally {
    await storage.close();
  }
}

/** What every acknowledged call must have left, wherever it is asked. */
async function expectKept(storage: Storage, workers: Worker[]): Promise<void> {
  const made = workers.flatMap((worker) => worker.made);
  const found = new Set<string>();
  for (let from = 0; from < made.length; from += 500)
    for (const task of await storage.queues.get({ taskIds: made.slice(from, from + 500) }))
      if (task !== undefined) found.add(task.id);
  expect(made.filter((id) => !found.has(id))).toEqual([]);
  expect(overlaps(workers)).toEqual([]);
  const holds = workers.flatMap((worker) => worker.holds).sort((left, right) => left.from - right.from);
  const fences = holds.map(({ fence }) => fence);
  expect(fences).toEqual([...fences].sort((left, right) => left - right));
}

describe('a process that is killed in a handover', () => {
  test.each(['failover-hand-over-begun', 'failover-hand-over-shipped', 'failover-hand-over-given'])(
    'at %s leaves it to the next one: nothing is lost, nothing is held twice',
    async (point) => {
      await settled('local');
      const killed = await startWorker({ ...bedOf('one'), name: 'killed' }, point);
      await killed.next('held');
      const two = await startWorker({ ...bedOf('two'), name: 'two' });
      expect(await killed.ended).toBe('SIGKILL');
      const next = await startWorker({ ...bedOf('one'), name: 'next' });
      await two.next('held');
      await next.next('held');
      await two.stop();
      await next.stop();
      const one = await openHost(bedOf('one'));
      await expectKept(one, [killed, two, next]);
      const expected = await digestOf('primary');
      await until(async () => (await digestOf('one')) === expected);
      await one.close();
    },
    60_000,
  );

  test.each(['failover-take-back-named', 'failover-take-back-shipped'])(
    'at %s leaves the namespace to the store that is named',
    async (point) => {
      await settled('primary', []);
      const killed = await startWorker({ ...bedOf('one'), name: 'killed' }, point);
      expect(await killed.ended).toBe('SIGKILL');
      const next = await startWorker({ ...bedOf('one'), name: 'next' });
      await next.next('held');
      await next.stop();
      const one = await openHost(bedOf('one'));
      await expectKept(one, [killed, next]);
      expect(await one.failover.status()).toMatchObject({ owner: 'this-host', phase: 'owner' });
      const expected = await digestOf('one');
      await until(async () => (await digestOf('primary')) === expected);
      await one.close();
    },
    60_000,
  );
});
