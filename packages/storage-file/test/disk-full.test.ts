import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { AgentCoordError } from '@agentcoord/core';
import { expect, onTestFinished, type TestContext, test, vi } from 'vitest';
import { chooseAdapter } from '../src/sqlite/choose-adapter.js';
import { startActor } from './support/actor.js';
import { openStore } from './support/open.js';
import { temporaryFolder } from './support/temporary.js';

vi.setConfig({ testTimeout: 120_000 });

const VALUE = { text: 'x'.repeat(20_000) };

/** A disk of 3 MB. */
function smallDisk(context: TestContext): string {
  const folder = temporaryFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return context.skip('only root may mount a small disk');
  }
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder]));
  return folder;
}

function check(folder: string): unknown {
  const database = chooseAdapter().connect(join(folder, 'agentcoord.db'));
  const row = database.prepare<object>('PRAGMA integrity_check').get();
  database.close();
  return row;
}

test('a full disk refuses a change, says so, and keeps all that was acknowledged', async (context) => {
  const folder = smallDisk(context);
  const storage = await openStore(folder);
  const acknowledged: string[] = [];
  const refused: string[] = [];
  for (let index = 0; refused.length < 3; index += 1) {
    const id = `r${index}`;
    try {
      await storage.records.put({ collection: 'things', id, value: VALUE });
      acknowledged.push(id);
    } catch (error) {
      if (!AgentCoordError.is(error, 'disk_full')) throw error;
      refused.push(id);
    }
  }
  expect(acknowledged.length).toBeGreaterThan(20);
  const there = await storage.records.get({ collection: 'things', ids: acknowledged });
  expect(there.filter((record) => record === undefined)).toEqual([]);
  expect(await storage.records.get({ collection: 'things', ids: refused })).toEqual(
    refused.map(() => undefined),
  );

  // A little space, and it goes on; no restart, no repair.
  execFileSync('mount', ['-o', 'remount,size=12m', folder]);
  expect(await storage.records.put({ collection: 'things', id: 'after', value: VALUE })).toMatchObject({
    status: 'stored',
  });
  expect(check(folder)).toEqual({ integrity_check: 'ok' });
});

test('a store cannot be created on a full disk, and leaves nothing half-made', async (context) => {
  const folder = smallDisk(context);
  execFileSync('sh', ['-c', `head -c 3100000 /dev/zero > ${join(folder, 'ballast')} || true`], {
    stdio: 'ignore',
  });
  await expect(openStore(join(folder, 'store'))).rejects.toMatchObject({ code: 'disk_full' });
  execFileSync('rm', [join(folder, 'ballast')]);
  const storage = await openStore(join(folder, 'store'));
  expect(await storage.records.get({ collection: 'things', ids: ['a'] })).toEqual([undefined]);
});

test('processes killed on a full disk corrupt nothing', async (context) => {
  const folder = smallDisk(context);
  const acknowledged: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    const actor = await startActor({ folder, crashPoint: `file-written:${20 * (round + 1)}` });
    for (let index = 0; ; index += 1) {
      const id = `r${round}-${index}`;
      const answer = await actor
        .call('records.put', { collection: 'things', id, value: VALUE })
        .catch(() => undefined);
      if (answer === undefined) break;
      if (answer.error === undefined) acknowledged.push(id);
      else expect(answer.error.code).toBe('disk_full');
      if (index > 200) actor.kill('SIGKILL');
    }
  }
  execFileSync('mount', ['-o', 'remount,size=12m', folder]);
  const storage = await openStore(folder);
  const there = await storage.records.get({ collection: 'things', ids: acknowledged });
  expect(there.filter((record) => record === undefined)).toEqual([]);
  expect(check(folder)).toEqual({ integrity_check: 'ok' });
});
