import { describe, expect, test } from 'vitest';
import { openRedisStorage } from '../src/index.js';
import { freshNamespace, missing, sharedServer, unless } from './harness/redis-namespace.js';

const RECORDS = 10_200;

describe.skipIf(missing)(`searching on Redis${unless}`, () => {
  const server = sharedServer();

  test('stops at 10,000 records, the highest ids first, and says that there are more', async () => {
    await using storage = await openRedisStorage(freshNamespace(server.current()));
    const put = (index: number): Promise<unknown> => {
      const id = String(index).padStart(6, '0');
      const text = index === 10 || index === RECORDS - 10 ? 'the needle' : 'hay';
      return storage.records.put({ collection: 'things', id, value: { index }, text });
    };
    for (let from = 0; from < RECORDS; from += 300) {
      await Promise.all(Array.from({ length: 300 }, (_, index) => put(from + index)));
    }
    const search = (words: string) =>
      storage.records.search({ collection: 'things', words, limit: 5 }, { timeoutMs: 60_000 });
    const found = await search('needle');
    expect(found).toMatchObject({ complete: false, examined: 10_000 });
    expect(found.records.map(({ value }) => value.index)).toEqual([RECORDS - 10]);
    const hay = await search('hay');
    expect(hay.records).toHaveLength(5);
  });
});
