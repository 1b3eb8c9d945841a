import { describe, expect, test } from 'vitest';
import type { Post } from '../src/index.js';
import { crewOf } from './support/crew.js';
import { refusal } from './support/refusal.js';
import { stores } from './support/stores.js';

describe.each(stores())('reading, $store store', ({ open, missing }) => {
  test.skipIf(missing)('threads are listed newest first, by state, priority, author and tag', async () => {
    const { ada, bob } = crewOf((await open()).storage);
    const one = await ada.post({ title: 'one', message: 'M', priority: 'high', tags: ['auth'] });
    await bob.post({ title: 'two', message: 'M', priority: 'low', tags: ['auth', 'web'] });
    await bob.post({ title: 'three', message: 'M' });
    await ada.resolve(one.thread);
    const titles = async (filter = {}): Promise<string[]> =>
      (await ada.list(filter)).threads.map(({ title }) => title);
    expect(await titles()).toEqual(['three', 'two', 'one']);
    expect(await titles({ state: 'open' })).toEqual(['three', 'two']);
    expect(await titles({ state: 'resolved', author: 'Ada' })).toEqual(['one']);
    expect(await titles({ priority: 'normal' })).toEqual(['three']);
    expect(await titles({ tag: 'auth' })).toEqual(['two', 'one']);
    expect(await titles({ tag: 'nothing' })).toEqual([]);
  });

  test.skipIf(missing)('threads and posts come in pages, each once', async () => {
    const { ada } = crewOf((await open()).storage);
    const { thread } = await ada.post({ title: 'busy', message: 'reply 0' });
    for (let index = 1; index < 7; index += 1) await ada.reply(thread, { message: `reply ${index}` });
    for (let index = 0; index < 6; index += 1) {
      await ada.post({ title: `t${index}`, message: 'M', tags: [index % 2 ? 'odd' : 'even'] });
    }
    const threads = await allPages(async (cursor) => {
      const page = await ada.list({ limit: 2, ...cursor });
      return { items: page.threads.map(({ title }) => title), cursor: page.cursor };
    });
    expect(threads).toEqual(['t5', 't4', 't3', 't2', 't1', 't0', 'busy']);
    const odd = await allPages(async (cursor) => {
      const page = await ada.list({ limit: 2, tag: 'odd', ...cursor });
      return { items: page.threads.map(({ title }) => title), cursor: page.cursor };
    });
    expect(odd).toEqual(['t5', 't3', 't1']);
    const posts = await allPages(async (cursor) => {
      const page = await ada.show(thread, { limit: 3, ...cursor });
      return { items: page.posts.map(({ message }) => message), cursor: page.cursor };
    });
    expect(posts).toEqual([0, 1, 2, 3, 4, 5, 6].map((index) => `reply ${index}`));
    const newest = await ada.show(thread, { limit: 2, order: 'descending' });
    expect(newest.posts.map(({ message }) => message)).toEqual(['reply 6', 'reply 5']);
  });

  test.skipIf(missing)(
    'search finds threads and replies by all their words, and says that it saw all',
    async () => {
      const { ada, bob } = crewOf((await open()).storage);
      const { thread } = await ada.post({ title: 'Login page', message: 'It is broken in Safari.' });
      await bob.reply(thread, { message: 'Fixed the login for Firefox as well.' });
      await ada.post({ title: 'Deploy', message: 'Nothing about it.' });
      const found = async (words: string): Promise<string[]> =>
        (await ada.search(words)).posts.map(({ author }) => author).sort();
      expect(await found('login')).toEqual(['Ada', 'Bob']);
      expect(await found('LOGIN safari')).toEqual(['Ada']);
      expect(await found('login deploy')).toEqual([]);
      expect(await ada.search('deploy', { limit: 1 })).toMatchObject({
        complete: true,
        posts: [{ title: 'Deploy' }],
      });
      expect(await refusal(ada.search(' * '))).toMatchObject({
        code: 'invalid_argument',
        data: { field: 'words' },
      });
    },
  );

  test.skipIf(missing)('watching shows every post once, in order, from where it was asked to', async () => {
    const { storage } = await open();
    const { ada, bob } = crewOf(storage);
    const { thread } = await ada.post({ title: 'before', message: 'M' });
    const stop = new AbortController();
    const seen: Post[] = [];
    const watching = (async () => {
      for await (const post of bob.watch({ after: 0, signal: stop.signal })) {
        seen.push(post);
        if (post.message === 'last') stop.abort();
      }
    })();
    for (let index = 0; index < 5; index += 1) await ada.reply(thread, { message: `reply ${index}` });
    await ada.post({ title: 'after', message: 'last' });
    await watching;
    expect(seen.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(seen.map(({ kind }) => kind)).toEqual(['thread', ...Array(5).fill('reply'), 'thread']);
  });

  test.skipIf(missing)('watching one thread, or what is for one agent, shows nothing else', async () => {
    const { ada, bob } = crewOf((await open()).storage);
    const one = await ada.post({ title: 'one', message: 'M' });
    const two = await ada.post({ title: 'two', message: 'M', to: 'Bob' });
    await ada.reply(one.thread, { message: 'to one' });
    await ada.reply(two.thread, { message: 'to two' });
    const first = async (options: object, count: number): Promise<number[]> => {
      const places: number[] = [];
      for await (const { sequence } of bob.watch({ after: 0, ...options })) {
        places.push(sequence);
        if (places.length === count) break;
      }
      return places;
    };
    expect(await first({ thread: one.thread }, 2)).toEqual([1, 3]);
    expect(await first({ to: 'Bob' }, 1)).toEqual([2]);
  });

  test.skipIf(missing)('a watch that is aborted ends quietly, also while it waits', async () => {
    const { ada } = crewOf((await open()).storage);
    const stop = new AbortController();
    const next = ada.watch({ signal: stop.signal, pollInterval: '1h' }).next();
    setImmediate(() => stop.abort());
    expect(await next).toEqual({ done: true, value: undefined });
    expect(await ada.watch({ signal: stop.signal }).next()).toEqual({ done: true, value: undefined });
  });
});

interface Page<T> {
  items: T[];
  cursor?: string;
}

async function allPages<T>(read: (cursor: { cursor?: string }) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page: Page<T> = await read(cursor === undefined ? {} : { cursor });
    items.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return items;
}
