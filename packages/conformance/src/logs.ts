import { EVENTS_LOG, type ReadLog, type Storage } from '@agentcoord/core';
import { describe, expect } from 'vitest';
import { expectCode, expectNoEvents } from './harness/expectations.js';
import { guarantees } from './harness/guarantees.js';
import type { StorageHarness } from './harness/storage-harness.js';

/** Append-only logs, ordered by the store. */
export function describeLogs(harness: StorageHarness): void {
  const guarantee = guarantees(harness);
  describe('logs', () => {
    guarantee('number entries 1, 2, 3 … without gaps, each log by itself', async ({ storage }) => {
      for (const id of ['a', 'b', 'c']) await append(storage, id);
      const elsewhere = await append(storage, 'a', 'other');
      expect(elsewhere.sequence).toBe(1);
      const { entries, head } = await storage.logs.read({ log: 'audit' });
      expect(entries.map((entry) => [entry.sequence, entry.id])).toEqual([
        [1, 'a'],
        [2, 'b'],
        [3, 'c'],
      ]);
      expect(head).toEqual({ sequence: 3, count: 3, firstSequence: 1 });
    });

    guarantee('keep body, author and the time of the store', async ({ storage }) => {
      const before = await storage.now();
      const body = { text: 'ünï ✓', nested: { list: [null, true, 1.5] } };
      const reply = await storage.logs.append({ log: 'audit', id: 'a', author: 'Ada', body });
      await append(storage, 'anonymous');
      const { entries } = await storage.logs.read({ log: 'audit' });
      expect(entries[0]).toEqual({ sequence: 1, id: 'a', at: reply.at, author: 'Ada', body });
      expect(entries[1]?.author).toBeUndefined();
      expect(reply.at).toBeGreaterThanOrEqual(before);
      expect(reply.at).toBeLessThanOrEqual(await storage.now());
    });

    guarantee('append once for each id, and give its first sequence again', async ({ storage }) => {
      const first = await append(storage, 'a');
      await append(storage, 'b');
      await expectNoEvents(storage, async () => {
        const again = await storage.logs.append({ log: 'audit', id: 'a', body: { other: true } });
        expect(again).toEqual(first);
      });
      const { entries } = await storage.logs.read({ log: 'audit' });
      expect(entries.map((entry) => entry.body)).toEqual([{ id: 'a' }, { id: 'b' }]);
    });

    guarantee(
      'give every appender its own place, whoever asks at the same time',
      async ({ storage, anotherClient }) => {
        const other = await anotherClient();
        const appends = Array.from({ length: 50 }, (_, index) =>
          append(index % 2 ? other : storage, `entry-${index}`),
        );
        const sequences = (await Promise.all(appends)).map((reply) => reply.sequence);
        expect(sequences.sort((one, two) => one - two)).toEqual(
          Array.from({ length: 50 }, (_, index) => index + 1),
        );
      },
    );

    guarantee('read by after, before, limit and order', async ({ storage }) => {
      for (let index = 1; index <= 9; index += 1) await append(storage, `e${index}`);
      const read = async (request: Partial<ReadLog>) => {
        const { entries } = await storage.logs.read({ log: 'audit', ...request });
        return entries.map((entry) => entry.sequence);
      };
      expect(await read({ after: 6 })).toEqual([7, 8, 9]);
      expect(await read({ before: 3 })).toEqual([1, 2]);
      expect(await read({ after: 3, before: 6 })).toEqual([4, 5]);
      expect(await read({ limit: 2 })).toEqual([1, 2]);
      expect(await read({ limit: 2, order: 'descending' })).toEqual([9, 8]);
      expect(await read({ before: 8, limit: 2, order: 'descending' })).toEqual([7, 6]);
      expect(await read({ after: 9 })).toEqual([]);
      expect(await read({ after: 1_000 })).toEqual([]);
    });

    guarantee(
      'keep since when an entry had to wait, beside the time at which it was taken',
      async ({ storage }) => {
        const waited = {
          log: 'audit',
          id: 'waited',
          author: 'agent-1',
          queuedAt: 1_700_000_000_000,
          body: {},
        };
        const { at } = await storage.logs.append(waited);
        await append(storage, 'at-once');
        expect(at).toBeGreaterThan(waited.queuedAt);
        const { entries } = await storage.logs.read({ log: 'audit' });
        expect(entries[0]).toEqual({
          ...{ sequence: 1, id: 'waited', at, author: 'agent-1', queuedAt: waited.queuedAt, body: {} },
        });
        expect(entries[1]).not.toHaveProperty('queuedAt');
        const wrong = { log: 'audit', id: 'wrong', queuedAt: -1, body: {} };
        await expectCode(storage.logs.append(wrong), 'invalid_argument');
      },
    );

    guarantee('tell the head of an empty log', async ({ storage }) => {
      const head = await storage.logs.head({ log: 'audit' });
      expect(head).toMatchObject({ sequence: 0, count: 0 });
      expect(head.firstSequence).toBeUndefined();
      expect((await storage.logs.read({ log: 'audit' })).entries).toEqual([]);
    });

    guarantee('go on counting after entries were archived', async ({ storage }) => {
      for (const id of ['a', 'b', 'c', 'd']) await append(storage, id);
      expect(await storage.logs.archive({ log: 'audit', upTo: 3 })).toEqual({ removed: 3 });
      expect(await storage.logs.archive({ log: 'audit', upTo: 3 })).toEqual({ removed: 0 });
      expect(await storage.logs.head({ log: 'audit' })).toEqual({ sequence: 4, count: 4, firstSequence: 4 });
      expect((await append(storage, 'e')).sequence).toBe(5);
      const { entries, head } = await storage.logs.read({ log: 'audit' });
      expect(entries.map((entry) => entry.id)).toEqual(['d', 'e']);
      // A reader that had read up to 1 sees that 2 and 3 are gone.
      expect(head.firstSequence).toBe(4);
    });

    guarantee('go on counting after everything was archived', async ({ storage }) => {
      await append(storage, 'a');
      await append(storage, 'b');
      expect(await storage.logs.archive({ log: 'audit', upTo: 100 })).toEqual({ removed: 2 });
      const head = await storage.logs.head({ log: 'audit' });
      expect(head).toMatchObject({ sequence: 2, count: 2 });
      expect(head.firstSequence).toBeUndefined();
      expect((await append(storage, 'c')).sequence).toBe(3);
    });

    guarantee('let nobody write to or archive the events log by hand', async ({ storage }) => {
      await expectCode(append(storage, 'a', EVENTS_LOG), 'invalid_argument');
      await expectCode(storage.logs.archive({ log: EVENTS_LOG, upTo: 1 }), 'invalid_argument');
      expect((await storage.logs.head({ log: EVENTS_LOG })).sequence).toBe(0);
    });

    guarantee('signal every append', async ({ storage, anotherClient }) => {
      const other = await anotherClient();
      await using listener = await other.signals.listen({ channels: ['log/audit'] });
      await append(storage, 'a');
      expect(await listener.next({ timeoutMs: 10_000 })).toBe('signalled');
    });

    guarantee('survive the death of every client', async ({ storage, needs, anotherClient }) => {
      await needs('durable');
      await append(storage, 'a');
      await storage.close();
      const other = await anotherClient();
      expect((await append(other, 'b')).sequence).toBe(2);
      expect((await append(other, 'a')).sequence).toBe(1);
    });
  });
}

function append(storage: Storage, id: string, log = 'audit') {
  return storage.logs.append({ log, id, body: { id } });
}
