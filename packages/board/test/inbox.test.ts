import { openMemoryStorage } from '@agentcoord/storage-file';
import { describe, expect, test } from 'vitest';
import type { Board } from '../src/index.js';
import { crewOf } from './support/crew.js';
import { refusal } from './support/refusal.js';
import { storeTime } from './support/store-time.js';
import { stores } from './support/stores.js';

const texts = async (board: Board, request = {}): Promise<Array<string | undefined>> =>
  (await board.inbox(request)).messages.map(({ message }) => message);

const stateFor = async (board: Board, id: string, agent = 'Bob') =>
  (await board.deliveries(id)).deliveries.find((delivery) => delivery.agent === agent)?.state;

describe.each(stores())('the inbox, $store store', ({ open, missing }) => {
  test.skipIf(missing)('a message is sent, delivered and read, and the sender sees it', async () => {
    const { ada, bob } = crewOf((await open()).storage);
    const { id, deliveries } = await ada.post({ title: 'T', message: 'one', to: 'Bob' });
    expect(deliveries).toEqual([{ agent: 'Bob', state: 'sent' }]);
    expect(await stateFor(ada, id)).toBe('sent');
    const page = await bob.inbox();
    expect(page.messages).toEqual([expect.objectContaining({ id, author: 'Ada', state: 'delivered' })]);
    expect(await stateFor(ada, id)).toBe('delivered');
    expect(await texts(bob)).toEqual(['one']);
    await bob.markRead({ upTo: page.through });
    expect(await stateFor(ada, id)).toBe('read');
    expect(await texts(bob)).toEqual([]);
  });

  test.skipIf(missing)(
    'holds direct messages, roles, mentions, broadcasts and answers, and nothing else',
    async () => {
      const { ada, bob, cleo } = crewOf((await open()).storage);
      await ada.post({ title: 'T', message: 'for nobody' });
      await ada.post({ title: 'T', message: 'for Cleo', to: 'Cleo' });
      await ada.post({ title: 'T', message: 'direct', to: 'Bob' });
      await ada.post({ title: 'T', message: 'role', to: 'role:Reviewer' });
      await ada.post({ title: 'T', message: 'mention @Bob' });
      await ada.broadcast({ title: 'T', message: 'broadcast' });
      const { thread } = await bob.post({ title: 'T', message: 'a question' });
      await ada.list();
      await cleo.reply(thread, { message: 'an answer' });
      expect(await texts(bob)).toEqual(['direct', 'role', 'mention @Bob', 'broadcast', 'an answer']);
      expect(await texts(ada)).toEqual([]);
    },
  );

  test.skipIf(missing)('a message that asks for it stays until it is acknowledged', async () => {
    const { ada, bob, cleo } = crewOf((await open()).storage);
    const { id } = await ada.post({ title: 'T', message: 'stop!', to: '@reviewer', acknowledge: true });
    await ada.post({ title: 'T', message: 'by the way', to: 'Bob' });
    await bob.inbox();
    await bob.markRead();
    const { messages } = await bob.inbox();
    expect(messages).toEqual([expect.objectContaining({ id, state: 'read' })]);
    expect(await stateFor(ada, id)).toBe('read');
    expect(await bob.acknowledge(id)).toEqual({ id, state: 'acknowledged' });
    expect(await bob.acknowledge(id)).toEqual({ id, state: 'acknowledged' });
    expect(await texts(bob)).toEqual([]);
    expect(await stateFor(ada, id)).toBe('acknowledged');
    expect(await stateFor(ada, id, 'Cleo')).toBe('sent');
    // Heard of in another way, before the inbox was opened.
    await cleo.acknowledge(id);
    expect(await stateFor(ada, id, 'Cleo')).toBe('acknowledged');
    expect((await cleo.inbox()).messages).toEqual([expect.objectContaining({ id, state: 'acknowledged' })]);
    await cleo.markRead();
    expect(await texts(cleo)).toEqual([]);
    expect(await stateFor(ada, id, 'Cleo')).toBe('acknowledged');
  });

  test.skipIf(missing)('what asks for nothing, or is for others, cannot be acknowledged', async () => {
    const { ada, bob, cleo } = crewOf((await open()).storage);
    const { id } = await ada.post({ title: 'T', message: 'fyi', to: 'Bob' });
    expect(await refusal(bob.acknowledge(id))).toMatchObject({ code: 'invalid_argument', data: { id } });
    expect(await refusal(cleo.acknowledge(id))).toMatchObject({
      code: 'invalid_argument',
      data: { id, agent: 'Cleo' },
    });
  });

  test.skipIf(missing)('a message that nobody read in time is expired, for the sender as well', async () => {
    const { storage } = await open();
    const { ada, bob } = crewOf(storage);
    const short = { title: 'T', to: 'Bob', expires: 1 };
    const plain = await ada.post({ ...short, message: 'lunch?' });
    const asking = await ada.post({ ...short, message: 'now!', acknowledge: true });
    const { id } = await ada.post({ title: 'T', message: 'lasting', to: 'Bob', expires: '1h' });
    await storeTime(storage, asking.at + 1);
    expect(await stateFor(ada, plain.id)).toBe('expired');
    expect(await texts(bob)).toEqual(['lasting']);
    await bob.markRead();
    for (const sent of [plain, asking]) expect(await stateFor(ada, sent.id)).toBe('expired');
    expect(await stateFor(ada, id)).toBe('read');
    expect(await refusal(bob.acknowledge(asking.id))).toMatchObject({ code: 'conflict' });
  });

  test.skipIf(missing)(
    'a message delivered but neither read nor acknowledged in time is expired',
    async () => {
      const { storage } = await open();
      const { ada, bob } = crewOf(storage);
      const sent = [];
      for (const acknowledge of [false, true]) {
        sent.push(await ada.post({ title: 'T', message: 'M', to: 'Bob', expires: 500, acknowledge }));
      }
      // On a machine that is very busy they may have expired before; then there is less to see, and nothing wrong.
      await bob.inbox();
      await storeTime(storage, (sent[1]?.at ?? 0) + 500);
      expect(await texts(bob)).toEqual([]);
      await bob.markRead();
      for (const { id } of sent) expect(await stateFor(ada, id)).toBe('expired');
    },
  );

  test.skipIf(missing)('a message read in time stays read when its time is over', async () => {
    const { storage } = await open();
    const { ada, bob } = crewOf(storage);
    const sent = await ada.post({ title: 'T', message: 'M', to: 'Bob', expires: 2_000 });
    const { messages } = await bob.inbox();
    await bob.markRead();
    const inTime = messages.length === 1 && (await storage.now()) < sent.at + 2_000;
    await storeTime(storage, sent.at + 2_000);
    expect(await stateFor(ada, sent.id)).toBe(inTime ? 'read' : 'expired');
  });

  test.skipIf(missing)('comes in pages, and no page counts as delivered before it was fetched', async () => {
    const { ada, bob } = crewOf((await open()).storage);
    const ids: string[] = [];
    for (let index = 0; index < 7; index += 1) {
      ids.push((await ada.post({ title: 'T', message: `message ${index}`, to: 'Bob' })).id);
      await ada.post({ title: 'T', message: 'noise' });
    }
    const first = await bob.inbox({ limit: 3 });
    expect(first.messages.map(({ id }) => id)).toEqual(ids.slice(0, 3));
    expect(first.more).toBe(true);
    expect(await stateFor(ada, ids[3] ?? '')).toBe('sent');
    // Nobody skips what was never handed over.
    const far = await bob.inbox({ limit: 2, after: 1_000, peek: true });
    expect(far.messages[0]?.id).toBe(ids[3]);
    const second = await bob.inbox({ limit: 3, after: first.through });
    expect(second.messages.map(({ id }) => id)).toEqual(ids.slice(3, 6));
    const third = await bob.inbox({ limit: 3, after: second.through });
    expect(third.messages.map(({ id }) => id)).toEqual(ids.slice(6));
    expect(third.more).toBe(false);
    expect((await bob.inbox({ limit: 50 })).messages).toHaveLength(7);
    await bob.markRead({ upTo: first.through });
    expect((await bob.inbox()).messages.map(({ id }) => id)).toEqual(ids.slice(3));
  });

  test.skipIf(missing)(
    'nothing that was not delivered can be marked as read, and the cursor never goes back',
    async () => {
      const { ada, bob } = crewOf((await open()).storage);
      await ada.post({ title: 'T', message: 'one', to: 'Bob' });
      expect(await refusal(bob.markRead({ upTo: 1 }))).toMatchObject({
        code: 'invalid_argument',
        data: { field: 'upTo' },
      });
      await bob.inbox();
      expect(await bob.markRead({ upTo: 1 })).toEqual({ read: 1 });
      expect(await bob.markRead({ upTo: 0 })).toEqual({ read: 1 });
    },
  );

  test.skipIf(missing)('looking into it, or into that of another, delivers nothing', async () => {
    const { ada, bob, cleo } = crewOf((await open()).storage);
    const { id } = await ada.post({ title: 'T', message: 'one', to: 'Bob' });
    expect(await texts(bob, { peek: true })).toEqual(['one']);
    expect(await texts(cleo, { agent: 'Bob' })).toEqual(['one']);
    expect(await stateFor(ada, id)).toBe('sent');
  });

  test.skipIf(missing)('names that look alike have inboxes of their own', async () => {
    const { storage } = await open();
    const names = ['Bob', 'bob', 'Böb', 'B ob', 'B-ob', '日本', '日本語'];
    const { ada, board } = crewOf(
      storage,
      names.map((name) => ({ name })),
    );
    for (const name of names) await ada.post({ title: 'T', message: `for ${name}`, to: name });
    for (const name of names) {
      expect(await texts(board(name))).toEqual([`for ${name}`]);
      await board(name).markRead();
    }
    for (const name of names) expect(await texts(board(name))).toEqual([]);
  });

  test.skipIf(missing)('of several that read it at once none undoes what another did', async () => {
    const { ada, bob } = crewOf((await open()).storage);
    const sent = [];
    for (let index = 0; index < 6; index += 1) {
      sent.push(await ada.post({ title: 'T', message: `m${index}`, to: 'Bob', acknowledge: true }));
    }
    await Promise.all([
      ...sent.map(({ id }) => bob.acknowledge(id)),
      ...sent.map(() => bob.inbox()),
      ...sent.map(() => bob.inbox().then(() => bob.markRead())),
    ]);
    for (const { id } of sent) expect(await stateFor(ada, id)).toBe('acknowledged');
    await bob.inbox();
    await bob.markRead();
    expect(await texts(bob)).toEqual([]);
  });
});

test('of more than 1,000 messages that await an acknowledgement the rest waits, and none is lost', async () => {
  await using storage = await openMemoryStorage();
  const { ada, bob } = crewOf(storage);
  const ids: string[] = [];
  for (let index = 0; index < 1_003; index += 1) {
    ids.push((await ada.post({ title: 'T', message: `m${index}`, to: 'Bob', acknowledge: true })).id);
  }
  await bob.inbox({ limit: 900 });
  await bob.markRead();
  const full = await bob.inbox({ limit: 900 });
  expect(full.messages.map(({ id }) => id)).toEqual(ids.slice(0, 1_000));
  expect(full.more).toBe(true);
  expect(await stateFor(ada, ids[1_000] ?? '')).toBe('sent');
  await bob.markRead();
  for (const id of ids.slice(0, 2)) await bob.acknowledge(id);
  const next = await bob.inbox();
  expect(next.messages.map(({ id }) => id)).toEqual(ids.slice(2, 1_002));
  await bob.acknowledge(ids[5] ?? '');
  expect((await bob.inbox()).messages.at(-1)?.id).toBe(ids[1_002]);
  expect((await bob.inbox()).more).toBe(false);
});
