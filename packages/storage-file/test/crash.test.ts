import { randomUUID } from 'node:crypto';
import type { Storage } from '@agentcoord/core';
import { expect, test, vi } from 'vitest';
import { startActor } from './support/actor.js';
import { openStore } from './support/open.js';
import { temporaryFolder } from './support/temporary.js';

vi.setConfig({ testTimeout: 120_000 });

const thing = { collection: 'things', id: 'a', value: { n: 1 } };
const task = { id: 'a', title: 'Something' };

async function isThere(storage: Storage): Promise<boolean> {
  const [record] = await storage.records.get({ collection: 'things', ids: ['a'] });
  return record !== undefined;
}

test.each([
  ['file-begun', false],
  ['file-written', false],
  ['file-committed', true],
  ['file-signalled', true],
])('a process killed at %s leaves all of its change or nothing (there: %s)', async (crashPoint, isLeft) => {
  const folder = temporaryFolder();
  const survivor = await openStore(folder);
  // The first transaction of the actor is the change itself.
  const actor = await startActor({ folder, crashPoint });
  actor.call('records.put', thing).catch(() => undefined);
  expect(await actor.ended).toBe('SIGKILL');

  expect(await isThere(survivor)).toBe(isLeft);
  const { head } = await survivor.logs.read({ log: 'events' });
  expect(head.sequence).toBe(isLeft ? 1 : 0);
  // Nobody has to wait for the dead.
  expect(await survivor.records.put({ ...thing, id: 'b' }, { timeoutMs: 1_000 })).toMatchObject({
    status: 'stored',
  });
});

test('a process killed while it creates the store leaves nothing in the way', async () => {
  const folder = temporaryFolder();
  const actor = await startActor({ folder, crashPoint: 'file-built' });
  actor.call('now').catch(() => undefined);
  expect(await actor.ended).toBe('SIGKILL');
  const storage = await openStore(folder);
  expect(await isThere(storage)).toBe(false);
});

test('a process killed in the middle of a checkpoint loses nothing', async () => {
  const folder = temporaryFolder();
  const actor = await startActor({ folder, crashPoint: 'file-checkpointed' });
  const acknowledged: string[] = [];
  const text = 'x'.repeat(60_000);
  for (;;) {
    const id = randomUUID();
    const answer = await actor.call('records.put', { ...thing, id, value: { text } }).catch(() => undefined);
    if (answer === undefined) break;
    acknowledged.push(id);
  }
  expect(await actor.ended).toBe('SIGKILL');
  expect(acknowledged.length).toBeGreaterThan(5);
  const storage = await openStore(folder);
  const found = await storage.records.get({ collection: 'things', ids: acknowledged });
  expect(found.filter((record) => record === undefined)).toEqual([]);
});

test('what a killed worker had claimed is claimed again when its lease is over', async () => {
  const folder = temporaryFolder();
  const storage = await openStore(folder);
  await storage.queues.push({ tasks: [task] });
  const actor = await startActor({ folder, crashPoint: 'file-committed' });
  actor.call('queues.claim', { worker: 'dead', leaseMs: 50 }).catch(() => undefined);
  await actor.ended;
  await expect
    .poll(() => storage.queues.claim({ worker: 'alive', leaseMs: 1_000 }))
    .toMatchObject({
      status: 'claimed',
      claims: [{ task: { id: 'a', attempts: 2 } }],
    });
});
