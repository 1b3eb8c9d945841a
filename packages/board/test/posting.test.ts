import { describe, expect, test } from 'vitest';
import { Board } from '../src/index.js';
import { crewOf } from './support/crew.js';
import { losingReply, waitingForOwner } from './support/failing-storage.js';
import { refusal } from './support/refusal.js';
import { stores } from './support/stores.js';

describe.each(stores())('posting, $store store', ({ open, missing }) => {
  test.skipIf(missing)('what waits for an owner is told to be queued, and never to be sent', async () => {
    const { storage } = await open();
    const { ada } = crewOf(waitingForOwner(storage));
    const own = { id: 'mine', title: 'Later', message: 'Hello', to: ['Bob'] };
    for (const post of [own, { ...own, id: undefined }])
      expect(await ada.post(post)).toMatchObject({ status: 'queued', sequence: 0, deliveries: [] });
  });

  test.skipIf(missing)('a thread is stored with everything it was given', async () => {
    const { storage } = await open();
    const { ada, bob } = crewOf(storage);
    const sent = await ada.post({
      title: 'Login is ready',
      message: 'Two lines,\nin full.',
      priority: 'high',
      tags: ['auth', 'web'],
      links: { tasks: ['task-1'], files: ['src/auth/login.ts'] },
    });
    expect(sent).toMatchObject({ status: 'posted', deliveries: [], undelivered: [], sequence: 1 });
    const { thread, posts } = await bob.show(sent.thread);
    expect(thread).toMatchObject({
      id: sent.id,
      title: 'Login is ready',
      priority: 'high',
      tags: ['auth', 'web'],
      links: { tasks: ['task-1'], files: ['src/auth/login.ts'] },
      author: 'Ada',
      state: 'open',
      replies: 0,
      createdAt: sent.at,
    });
    expect(posts).toEqual([
      expect.objectContaining({
        id: sent.id,
        kind: 'thread',
        message: 'Two lines,\nin full.',
        author: 'Ada',
      }),
    ]);
  });

  test.skipIf(missing)('a direct message is a thread for somebody, titled by its first line', async () => {
    const { storage } = await open();
    const { ada, bob } = crewOf(storage);
    const sent = await ada.send({
      to: 'Bob',
      message: '\n  \nCan you look?\nIt is urgent.',
      priority: 'high',
    });
    expect(sent).toMatchObject({ status: 'sent', deliveries: [{ agent: 'Bob', state: 'sent' }] });
    expect((await bob.inbox()).messages).toMatchObject([{ title: 'Can you look?', priority: 'high' }]);
    await ada.send({ to: 'Bob', message: '\u001b[31mRed\u001b[0m alert\r\nnow' });
    expect((await bob.inbox()).messages[1]).toMatchObject({ title: 'Red alert' });
    const long = await ada.send({ to: 'Bob', message: 'x'.repeat(500) });
    expect((await ada.show(long.thread)).thread.title).toHaveLength(200);
    expect(await refusal(ada.send({ message: 'M' } as never))).toMatchObject({ data: { field: 'to' } });
    expect(await refusal(ada.send({ to: 'Bob', message: ' ' }))).toMatchObject({
      data: { field: 'message' },
    });
  });

  test.skipIf(missing)('replies come in the order of the store and are counted', async () => {
    const { storage } = await open();
    const { ada, bob, cleo } = crewOf(storage);
    const { thread } = await ada.post({ title: 'Question', message: 'Tabs or spaces?' });
    for (const [board, message] of [
      [bob, 'Tabs.'],
      [cleo, 'Spaces.'],
      [bob, 'Tabs!'],
    ] as const) {
      await board.reply(thread, { message });
    }
    const shown = await ada.show(thread);
    expect(shown.posts.map(({ author, message }) => `${author}: ${message}`)).toEqual([
      'Ada: Tabs or spaces?',
      'Bob: Tabs.',
      'Cleo: Spaces.',
      'Bob: Tabs!',
    ]);
    expect(shown.thread).toMatchObject({
      replies: 3,
      lastAuthor: 'Bob',
      lastSequence: 4,
      participants: ['Ada', 'Bob', 'Cleo'],
    });
  });

  test.skipIf(missing)('resolving and reopening leave their trace, and again changes nothing', async () => {
    const { storage } = await open();
    const { ada, bob } = crewOf(storage);
    const { thread } = await ada.post({ title: 'Bug', message: 'It crashes.' });
    const resolved = await bob.resolve(thread, 'Fixed.');
    expect(resolved).toMatchObject({ state: 'resolved', resolvedBy: 'Bob', replies: 0 });
    expect(await ada.resolve(thread)).toEqual(resolved);
    const reopened = await ada.reopen(thread);
    expect(reopened.state).toBe('open');
    expect(reopened.resolvedBy).toBeUndefined();
    expect((await ada.show(thread)).posts.map(({ kind }) => kind)).toEqual(['thread', 'resolve', 'reopen']);
    await bob.reply(thread, { message: 'Again?' });
    expect((await ada.list({ state: 'open' })).threads.map(({ id }) => id)).toEqual([thread]);
    expect((await ada.list({ state: 'resolved' })).threads).toEqual([]);
  });

  test.skipIf(missing)('of many who resolve at once one has done it, and nothing is lost', async () => {
    const { storage } = await open();
    const { ada, board } = crewOf(storage);
    const { thread } = await ada.post({ title: 'Bug', message: 'It crashes.' });
    const names = ['a', 'b', 'c', 'd', 'e'];
    await Promise.all(names.map((name) => board(name).resolve(thread)));
    const shown = await ada.show(thread);
    expect(shown.thread.state).toBe('resolved');
    expect(shown.thread.resolvedBy).toBe(shown.posts.find(({ kind }) => kind === 'resolve')?.author);
  });

  test.skipIf(missing)('sending twice with one id is one message, also at the same time', async () => {
    const { storage } = await open();
    const { ada, bob } = crewOf(storage);
    const input = { id: 'release-2', title: 'Release', message: 'Version 2 is out', to: ['Bob', 'Nobody'] };
    const receipts = await Promise.all(Array.from({ length: 5 }, () => ada.post(input)));
    expect(new Set(receipts.map((receipt) => JSON.stringify(receipt))).size).toBe(1);
    expect(receipts[0]).toMatchObject({ id: 'release-2', sequence: 1, status: 'partly_sent' });
    expect((await ada.list()).threads).toHaveLength(1);
    await bob.inbox();
    expect((await ada.post(input)).deliveries).toEqual([{ agent: 'Bob', state: 'delivered' }]);

    const reply = { id: 'reply-1', message: 'Seen.' };
    await bob.reply('release-2', reply);
    await bob.reply('release-2', reply);
    expect((await ada.show('release-2')).thread.replies).toBe(1);
  });

  test.skipIf(missing)('a send whose reply is lost says under which id it can be sent again', async () => {
    const { storage } = await open();
    const { ada } = crewOf(losingReply(storage));
    const input = { title: 'T', message: 'M', to: 'Bob' };
    const error = await refusal(ada.post(input));
    expect(error.code).toBe('storage_unknown');
    const id = String(error.data.id);
    expect(error.message).toContain(id);
    expect(await ada.post({ ...input, id })).toMatchObject({ id, sequence: 1, status: 'sent' });
    expect((await ada.list()).threads).toHaveLength(1);
  });

  test.skipIf(missing)(
    'another message under an id that is taken is refused, never reported as sent',
    async () => {
      const { storage } = await open();
      const { ada, bob } = crewOf(storage);
      await ada.post({ id: 'T-1', title: 'First', message: 'one' });
      for (const send of [
        () => ada.post({ id: 'T-1', title: 'First', message: 'two' }),
        () => bob.post({ id: 'T-1', title: 'First', message: 'one' }),
        () => ada.reply('T-1', { id: 'T-1', message: 'one' }),
        () => ada.post({ id: 'T-1', title: 'First', message: 'one', to: 'Bob' }),
      ]) {
        expect(await refusal(send())).toMatchObject({ code: 'already_exists', data: { id: 'T-1' } });
      }
      expect((await ada.show('T-1')).posts.map(({ message }) => message)).toEqual(['one']);
    },
  );

  test.skipIf(missing)('what is unknown is not found', async () => {
    const { storage } = await open();
    const { ada } = crewOf(storage);
    for (const call of [
      () => ada.reply('nothing', { message: 'hello' }),
      () => ada.resolve('nothing'),
      () => ada.reopen('nothing'),
      () => ada.show('nothing'),
      () => ada.get('nothing'),
      () => ada.deliveries('nothing'),
      () => ada.acknowledge('nothing'),
    ]) {
      expect((await refusal(call())).code).toBe('not_found');
    }
    expect(await storage.logs.head({ log: 'board' })).toMatchObject({ sequence: 0 });
  });

  const MESSAGE = { title: 'T', message: 'M' };
  test.skipIf(missing).each([
    ['an empty message', { ...MESSAGE, message: '' }, 'invalid_argument', 'message'],
    ['a message of spaces', { ...MESSAGE, message: ' \n ' }, 'invalid_argument', 'message'],
    ['an invisible message', { ...MESSAGE, message: '\u200b\u2060' }, 'invalid_argument', 'message'],
    ['a message of 1 MiB', { ...MESSAGE, message: 'x'.repeat(1024 * 1024) }, 'too_large', 'message'],
    [
      'a message that is too long as JSON',
      { ...MESSAGE, message: `${'\n'.repeat(40_000)}x` },
      'too_large',
      'message',
    ],
    ['a message that is no text', { ...MESSAGE, message: 7 }, 'invalid_argument', 'message'],
    ['an empty title', { ...MESSAGE, title: '' }, 'invalid_argument', 'title'],
    ['a title of two lines', { ...MESSAGE, title: 'one\ntwo' }, 'invalid_argument', 'title'],
    ['a title that moves the cursor', { ...MESSAGE, title: 'one\u001b[2J' }, 'invalid_argument', 'title'],
    ['a long title', { ...MESSAGE, title: 'x'.repeat(201) }, 'too_large', 'title'],
    ['a priority there is not', { ...MESSAGE, priority: 'urgent' }, 'invalid_argument', 'priority'],
    ['a tag with a space', { ...MESSAGE, tags: ['two words'] }, 'invalid_argument', 'tags[0]'],
    ['an empty recipient', { ...MESSAGE, to: [''] }, 'invalid_argument', 'to[0]'],
    ['no recipients', { ...MESSAGE, to: [] }, 'invalid_argument', 'to'],
    ['a recipient of two lines', { ...MESSAGE, to: 'a\nb' }, 'invalid_argument', 'to'],
    ['a bad id', { ...MESSAGE, id: 'two words' }, 'invalid_argument', 'id'],
    ['a bad duration', { ...MESSAGE, expires: 'soon' }, 'invalid_argument', 'expires'],
    ['no time at all', { ...MESSAGE, expires: 0 }, 'invalid_argument', 'expires'],
    ['a bad link', { ...MESSAGE, links: { tasks: ['a b'] } }, 'invalid_argument', 'links.tasks[0]'],
    ['a field there is not', { ...MESSAGE, body: 'x' }, 'invalid_argument', 'body'],
  ])('%s is refused naming the field, and nothing is stored', async (_what, input, code, field) => {
    const { storage } = await open();
    const { ada } = crewOf(storage);
    const error = await refusal(ada.post(input as never));
    expect(error.code).toBe(code);
    expect(error.data.field).toBe(field);
    expect(error.message).toContain(field);
    expect(await storage.logs.head({ log: 'board' })).toMatchObject({ sequence: 0 });
  });

  test.skipIf(missing)('the largest message there may be can be read, searched and answered', async () => {
    const { storage } = await open();
    const { ada, bob } = crewOf(storage);
    const message = `needle ${'x'.repeat(63 * 1024 - 200)}`;
    const { thread } = await ada.post({ title: 'Large', message, to: 'Bob' });
    expect((await bob.inbox()).messages.map((item) => item.message)).toEqual([message]);
    expect((await ada.search('needle')).posts).toHaveLength(1);
    await bob.reply(thread, { message: 'Thanks.' });
    expect((await ada.show(thread)).posts).toHaveLength(2);
  });
});

test('an author is one line of text', () => {
  for (const author of ['', 'a\nb', 'x'.repeat(101)]) {
    expect(() => new Board({ storage: {} as never, author })).toThrow(/author/);
  }
});
