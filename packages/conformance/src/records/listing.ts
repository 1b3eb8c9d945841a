import type { ListRecords, Storage } from '@agentcoord/core';
import { describe, expect } from 'vitest';
import { expectCode } from '../harness/expectations.js';
import { guarantees } from '../harness/guarantees.js';
import type { StorageHarness } from '../harness/storage-harness.js';
import { put } from './versions.js';

/** Words that mean something to one query language or another. */
const SYNTAX = [
  'alpha OR beta',
  'alpha AND',
  'NOT alpha',
  'alpha*',
  '"alpha',
  "alpha'",
  'text:alpha',
  '(alpha',
  'NEAR(alpha beta)',
  '-alpha',
  '^alpha',
  '{alpha}',
  'alpha; DROP TABLE records',
  '%',
  '_',
  '*',
  '@field:{alpha}',
  '\\',
  '"',
  '()',
  '+',
  '~',
];

export function describeRecordListing(harness: StorageHarness): void {
  const guarantee = guarantees(harness);
  describe('listing', () => {
    guarantee('lists by id, both ways', async ({ storage }) => {
      for (const id of ['b', 'a', 'C', 'c', '1', 'a-1', 'a.1', 'aa']) await put(storage, id, {});
      const ascending = await ids(storage, {});
      expect(ascending).toHaveLength(8);
      expect(await ids(storage, { order: 'descending' })).toEqual([...ascending].reverse());
      expect(ascending).toEqual([...ascending].sort());
    });

    guarantee('lists what has all the labels asked for', async ({ storage }) => {
      await put(storage, 'a', { labels: { state: 'open', kind: 'bug' } });
      await put(storage, 'b', { labels: { state: 'open' } });
      await put(storage, 'c', { labels: { state: 'opened', kind: 'bug' } });
      await put(storage, 'd', { collection: 'others', labels: { state: 'open' } });
      expect(await ids(storage, { labels: { state: 'open' } })).toEqual(['a', 'b']);
      expect(await ids(storage, { labels: { state: 'open', kind: 'bug' } })).toEqual(['a']);
      expect(await ids(storage, { labels: { state: '%' } })).toEqual([]);
      expect(await ids(storage, { labels: { unknown: 'open' } })).toEqual([]);
    });

    guarantee('follows labels that change, and forgets those of removed records', async ({ storage }) => {
      await put(storage, 'a', { labels: { state: 'open' } });
      await put(storage, 'b', { labels: { state: 'open' } });
      await put(storage, 'a', { labels: { state: 'closed' } });
      await storage.records.remove({ collection: 'things', id: 'b' });
      expect(await ids(storage, { labels: { state: 'open' } })).toEqual([]);
      expect(await ids(storage, { labels: { state: 'closed' } })).toEqual(['a']);
    });

    guarantee('cannot be confused by names and values that look like separators', async ({ storage }) => {
      await put(storage, 'a', { labels: { state: 'x=y', 'state.x': 'y' } });
      await put(storage, 'b', { labels: { state: 'x', y: '' } });
      expect(await ids(storage, { labels: { state: 'x=y' } })).toEqual(['a']);
      expect(await ids(storage, { labels: { state: 'x' } })).toEqual(['b']);
      expect(await ids(storage, { labels: { y: '' } })).toEqual(['b']);
    });

    for (const order of ['ascending', 'descending'] as const) {
      guarantee(
        `pages ${order} through everything once, also when records come and go`,
        async ({ storage }) => {
          const all = Array.from({ length: 23 }, (_, index) => `r${String(index).padStart(2, '0')}`);
          for (const id of all) await put(storage, id, { labels: { kind: 'page' } });
          const request: ListRecords = { collection: 'things', labels: { kind: 'page' }, limit: 5, order };
          const first = await storage.records.list(request);
          await storage.records.remove({ collection: 'things', id: first.records[0]?.id ?? 'r00' });
          const seen = first.records.map((record) => record.id);
          let cursor = first.cursor;
          for (let pages = 0; cursor !== undefined && pages < 20; pages += 1) {
            const page = await storage.records.list({ ...request, cursor });
            seen.push(...page.records.map((record) => record.id));
            cursor = page.cursor;
          }
          expect(seen).toEqual(order === 'ascending' ? all : [...all].reverse());
        },
      );
    }
  });

  describe('searching', () => {
    guarantee('finds records whose text has all the words', async ({ storage, needs }) => {
      await needs('search');
      await put(storage, 'a', { text: 'The login page is broken in Safari' });
      await put(storage, 'b', { text: 'Login works' });
      await put(storage, 'c', { text: 'login page', collection: 'others' });
      expect(await search(storage, 'login')).toEqual(['a', 'b']);
      expect(await search(storage, 'page LOGIN')).toEqual(['a']);
      expect(await search(storage, 'login firefox')).toEqual([]);
    });

    guarantee('forgets the text of records that changed or went', async ({ storage, needs }) => {
      await needs('search');
      await put(storage, 'a', { text: 'alpha' });
      await put(storage, 'b', { text: 'alpha' });
      await put(storage, 'a', { text: 'beta' });
      await storage.records.remove({ collection: 'things', id: 'b' });
      expect(await search(storage, 'alpha')).toEqual([]);
      expect(await search(storage, 'beta')).toEqual(['a']);
    });

    guarantee('takes words for data, never for query syntax', async ({ storage, needs }) => {
      await needs('search');
      await put(storage, 'a', { text: 'alpha only' });
      await put(storage, 'b', { text: 'beta only' });
      for (const words of SYNTAX) {
        const found = await search(storage, words);
        expect(found, `search for ${words}`).not.toContain('b');
      }
    });

    guarantee('takes no notice of case, accents and punctuation', async ({ storage, needs }) => {
      await needs('search');
      await put(storage, 'a', { text: 'Die Größe der Datei: src/auth/login-page.ts' });
      await put(storage, 'b', { text: 'page login' });
      await put(storage, 'c', { text: 'Ünïcödé été, ΑΒΓ, Привет' });
      expect(await search(storage, 'GROSSE')).toEqual([]);
      expect(await search(storage, 'große')).toEqual(['a']);
      expect(await search(storage, 'unicode ETE αβγ ПРИВЕТ')).toEqual(['c']);
      expect(await search(storage, 'login-page.ts')).toEqual(['a']);
      expect(await search(storage, 'auth/login')).toEqual(['a']);
      expect(await search(storage, 'log')).toEqual([]);
    });

    guarantee('puts the best first, and gives no more than asked for', async ({ storage, needs }) => {
      await needs('search');
      const filler = 'and then something else was said about other things '.repeat(20);
      for (const id of ['a', 'b', 'd']) await put(storage, id, { text: `${filler} lock` });
      await put(storage, 'c', { text: 'lock the lock' });
      const { records } = await storage.records.search({ collection: 'things', words: 'lock', limit: 2 });
      expect(records.map((record) => record.id)).toHaveLength(2);
      expect(records[0]).toMatchObject({ id: 'c', value: { n: 1 }, version: 1 });
    });

    guarantee('says whether it considered every record', async ({ storage, needs }) => {
      await needs('search');
      const reply = await storage.records.search({ collection: 'things', words: 'alpha' });
      expect(reply).toMatchObject({ records: [], complete: true });
    });

    guarantee('says unsupported where it cannot search', async ({ storage }) => {
      const { capabilities } = await storage.describe();
      const search = storage.records.search({ collection: 'things', words: 'a' });
      if (capabilities.search) expect((await search).records).toEqual([]);
      else await expectCode(search, 'unsupported');
    });
  });
}

async function ids(storage: Storage, request: Partial<ListRecords>): Promise<string[]> {
  const { records } = await storage.records.list({ collection: 'things', ...request });
  return records.map((record) => record.id);
}

async function search(storage: Storage, words: string): Promise<string[]> {
  const { records } = await storage.records.search({ collection: 'things', words });
  return records.map((record) => record.id).sort();
}
