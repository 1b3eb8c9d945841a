import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { touchBell } from '../src/signals/bell-file.js';
import { chooseAdapter } from '../src/sqlite/choose-adapter.js';
import { startActor } from './support/actor.js';
import { openStore } from './support/open.js';
import { temporaryFolder } from './support/temporary.js';

vi.setConfig({ testTimeout: 120_000 });

const channels = ['task/a'];
const TIMEOUT_MS = 60_000;

test('a change in one process wakes a listener in another', async () => {
  const folder = temporaryFolder();
  const storage = await openStore(folder);
  const actor = await startActor({ folder });
  await actor.call('listen', 'queue/default');
  const heard = actor.call('heard', TIMEOUT_MS);
  await storage.queues.push({ tasks: [{ id: 'a', title: 'A' }] });
  expect(await heard).toEqual({ reply: 'signalled' });
});

test('a listener hears its own channels only', async () => {
  const folder = temporaryFolder();
  const storage = await openStore(folder);
  const actor = await startActor({ folder });
  await actor.call('listen', 'task/b');
  const heard = actor.call('heard', 1_500);
  await storage.signals.publish({ channels });
  expect(await heard).toEqual({ reply: 'timeout' });
});

test('nobody touches a bell where nobody waits', async () => {
  const folder = temporaryFolder();
  const storage = await openStore(folder);
  await storage.signals.publish({ channels });
  expect(readdirSync(folder)).not.toContain('bells');
});

test('where no file can be watched, the slow poll finds every signal', async () => {
  const folder = temporaryFolder();
  const storage = await openStore(folder);
  const other = await openStore(folder);
  // A file where the folder of the bells belongs: none can be made, none watched, none touched.
  writeFileSync(join(folder, 'bells'), '');
  await using listener = await other.signals.listen({ channels });
  for (let round = 0; round < 3; round += 1) {
    await storage.signals.publish({ channels });
    expect(await listener.next({ timeoutMs: TIMEOUT_MS })).toBe('signalled');
  }
});

test('a ring without a change wakes nobody', async () => {
  const folder = temporaryFolder();
  const other = await openStore(folder);
  await using listener = await other.signals.listen({ channels });
  for (const bell of readdirSync(join(folder, 'bells'))) touchBell(join(folder, 'bells'), bell);
  expect(await listener.next({ timeoutMs: 300 })).toBe('timeout');
});

test('a bell that somebody removed is no reason to miss a signal', async () => {
  const folder = temporaryFolder();
  const storage = await openStore(folder);
  const other = await openStore(folder);
  await using listener = await other.signals.listen({ channels });
  rmSync(join(folder, 'bells'), { recursive: true });
  await storage.signals.publish({ channels });
  expect(await listener.next({ timeoutMs: TIMEOUT_MS })).toBe('signalled');
});

test('a closed store takes its bell and its waits with it', async () => {
  const folder = temporaryFolder();
  const storage = await openStore(folder);
  const other = await openStore(folder);
  await other.signals.listen({ channels });
  expect(readdirSync(join(folder, 'bells'))).toHaveLength(1);
  await other.close();
  expect(readdirSync(join(folder, 'bells'))).toEqual([]);
  await storage.signals.publish({ channels });
});

test('what a killed listener left is removed by the next one', async () => {
  const folder = temporaryFolder();
  const actor = await startActor({ folder });
  await actor.call('listen', 'task/a');
  actor.kill('SIGKILL');
  await actor.ended;
  expect(readdirSync(join(folder, 'bells'))).toHaveLength(1);
  // As if a minute and a half had passed.
  const storage = await openStore(folder);
  const database = chooseAdapter().connect(join(folder, 'agentcoord.db'));
  database.exec('UPDATE bells SET until = until - 90000; UPDATE waits SET until = until - 90000');
  await storage.signals.listen({ channels });
  await expect.poll(() => readdirSync(join(folder, 'bells')).length).toBe(1);
  await expect
    .poll(() => database.prepare<{ n: number }>('SELECT count(*) AS n FROM waits').get()?.n)
    .toBe(1);
  database.close();
});
