import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { pagesInLog } from '../src/locking/checkpoint.js';
import { chooseAdapter } from '../src/sqlite/choose-adapter.js';
import { startActor } from './support/actor.js';
import { openStore } from './support/open.js';
import { temporaryFolder } from './support/temporary.js';

vi.setConfig({ testTimeout: 180_000 });

/** About 30 pages of the log. */
const VALUE = { text: 'x'.repeat(50_000) };
const THRESHOLD = 1_000;

test('the log stays small under four writing processes, and nothing is lost', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'agentcoord.db');
  const actors = await Promise.all(Array.from({ length: 4 }, () => startActor({ folder })));
  let largest = 0;
  const ids = Array.from({ length: 100 }, (_, index) => `r${index}`);
  await Promise.all(
    actors.map(async (actor, number) => {
      for (const id of ids) {
        const answer = await actor.call('records.put', { collection: `of${number}`, id, value: VALUE });
        expect(answer).toEqual({ reply: { status: 'stored', version: 1 } });
        largest = Math.max(largest, pagesInLog(path));
      }
    }),
  );
  // Written: 400 records of 25 pages and more. Without checkpoints all of it would be in the log.
  expect(largest).toBeGreaterThan(THRESHOLD / 2);
  expect(largest).toBeLessThan(2 * THRESHOLD);
  const storage = await openStore(folder);
  for (const number of actors.keys()) {
    const found = await storage.records.get({ collection: `of${number}`, ids });
    expect(found.filter((record) => record?.value.text === VALUE.text)).toHaveLength(ids.length);
  }
  const database = chooseAdapter().connect(path);
  expect(database.prepare<object>('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  database.close();
});

test('commands that make one change each do not let the log grow for ever', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'agentcoord.db');
  // Somebody looks on all the time: SQLite's own checkpoint at the last close never comes.
  await openStore(folder);
  let largest = 0;
  for (let index = 0; index < 100; index += 1) {
    const storage = await openStore(folder);
    await storage.records.put({ collection: 'things', id: `r${index}`, value: VALUE });
    largest = Math.max(largest, pagesInLog(path));
    await storage.close();
  }
  expect(largest).toBeGreaterThan(THRESHOLD / 2);
  expect(largest).toBeLessThan(1.2 * THRESHOLD);
});

test('a reader that stays in its transaction holds the log open, and is read around', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'agentcoord.db');
  const storage = await openStore(folder);
  await storage.records.put({ collection: 'things', id: 'first', value: VALUE });
  const reader = chooseAdapter().connect(path);
  const count = reader.prepare<{ n: number }>('SELECT count(*) AS n FROM records');
  reader.exec('BEGIN');
  expect(count.get()?.n).toBe(1);
  for (let index = 0; index < 150; index += 1) {
    await storage.records.put({ collection: 'things', id: `r${index}`, value: VALUE });
  }
  expect(count.get()?.n).toBe(1);
  expect(pagesInLog(path)).toBeGreaterThan(THRESHOLD);
  reader.exec('COMMIT');
  reader.close();
  for (let index = 0; index < 100; index += 1) {
    await storage.records.put({ collection: 'things', id: `s${index}`, value: VALUE });
  }
  expect(pagesInLog(path)).toBeLessThan(1.2 * THRESHOLD);
});
