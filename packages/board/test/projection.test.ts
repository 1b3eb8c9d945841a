import type { JsonObject, Storage } from '@agentcoord/core';
import { describe, expect, test } from 'vitest';
import { catchUp } from '../src/projection/catch-up.js';
import { crewOf } from './support/crew.js';
import { failingAfter } from './support/failing-storage.js';
import { refusal } from './support/refusal.js';
import { stores } from './support/stores.js';

const contextOf = (storage: Storage) => ({ storage, author: 'reader', newId: () => 'never' });

/** Two threads with their replies, as log entries alone: nobody has looked yet. */
async function fill(storage: Storage): Promise<void> {
  const append = (id: string, body: JsonObject) =>
    storage.logs.append({ log: 'board', id, author: 'Ada', body });
  for (const thread of ['A', 'B']) {
    await append(thread, {
      kind: 'thread',
      thread,
      title: `thread ${thread}`,
      message: 'opened',
      priority: 'low',
    });
    for (const number of [1, 2, 3]) {
      await append(`${thread}-${number}`, { kind: 'reply', thread, message: `reply ${number}` });
    }
  }
  await append('A-done', { kind: 'resolve', thread: 'A' });
}

async function expectWhole(storage: Storage): Promise<void> {
  const { ada } = crewOf(storage);
  const { threads } = await ada.list();
  expect(threads.map(({ id, replies, state }) => `${id} ${replies} ${state}`)).toEqual([
    'B 3 open',
    'A 3 resolved',
  ]);
  const { posts } = await ada.show('A');
  expect(posts.map(({ id }) => id)).toEqual(['A', 'A-1', 'A-2', 'A-3', 'A-done']);
  expect((await ada.search('reply')).posts).toHaveLength(6);
}

describe.each(stores())('the records made from the log, $store store', ({ open, missing }) => {
  // Nine posts, two threads, the progress: a process may die before each of these writes.
  test.skipIf(missing).each(Array.from({ length: 12 }, (_, writes) => writes))(
    'are whole after a process died with %i of them written',
    async (writes) => {
      const { storage } = await open();
      await fill(storage);
      const dying = contextOf(failingAfter(storage, writes));
      expect((await refusal(catchUp(dying))).code).toBe('storage_unavailable');
      await expectWhole(storage);
    },
  );

  test.skipIf(missing)('are whole when many make them at once', async () => {
    const { storage } = await open();
    await fill(storage);
    await Promise.all(Array.from({ length: 8 }, () => catchUp(contextOf(storage))));
    await expectWhole(storage);
  });

  test.skipIf(missing)('stay as they are when everything is done a second time', async () => {
    const { storage } = await open();
    await fill(storage);
    await catchUp(contextOf(storage));
    await storage.records.remove({ collection: 'board.progress', id: 'projection' });
    await expectWhole(storage);
  });

  test.skipIf(missing)(
    'a writer brings them up to date now and then, and a failure of that costs no message',
    async () => {
      const { storage } = await open();
      const { ada } = crewOf(storage);
      const { thread } = await ada.post({ title: 'T', message: 'M' });
      await ada.list();
      for (let index = 2; index < 50; index += 1) await ada.reply(thread, { message: `reply ${index}` });
      const progress = async () => {
        const [record] = await storage.records.get({ collection: 'board.progress', ids: ['projection'] });
        return record?.value.through;
      };
      expect(await progress()).toBe(1);
      await ada.reply(thread, { message: 'the fiftieth' });
      expect(await progress()).toBe(50);
      for (let index = 51; index < 100; index += 1) await ada.reply(thread, { message: `reply ${index}` });
      const sent = await crewOf(failingAfter(storage, 0)).ada.reply(thread, { message: 'the hundredth' });
      expect(sent.sequence).toBe(100);
      expect((await ada.show(thread)).thread.replies).toBe(99);
    },
  );

  test.skipIf(missing).each<[string, JsonObject]>([
    ['no post at all', { hello: 'world' }],
    ['a kind there is not', { kind: 'poke', thread: 'A' }],
    ['a thread without a title', { kind: 'thread', thread: 'X' }],
    ['a thread that is no id', { kind: 'reply', thread: 'a b', message: 'M' }],
    ['lists that are none', { kind: 'reply', thread: 'A', to: 'Bob' }],
    ['a reply to nothing', { kind: 'reply', thread: 'nothing', message: 'M' }],
    ['a priority there is not', { kind: 'thread', thread: 'X', title: 'T', priority: 7 }],
    ['more than a record can hold', { kind: 'reply', thread: 'A', message: 'x'.repeat(65_000) }],
  ])('an entry of somebody else (%s) stops nobody', async (_what, body) => {
    const { storage } = await open();
    await storage.logs.append({ log: 'board', id: 'forged', body });
    await fill(storage);
    const { threads } = await crewOf(storage).ada.list();
    expect(threads.map(({ id, replies }) => `${id} ${replies}`)).toEqual(['B 3', 'A 3']);
    expect((await crewOf(storage).bob.inbox()).messages).toEqual([]);
  });
});
