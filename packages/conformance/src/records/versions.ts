import type { PutRecord, Storage } from '@agentcoord/core';
import { describe, expect } from 'vitest';
import { expectNoEvents, expectStatus, present } from '../harness/expectations.js';
import { guarantees } from '../harness/guarantees.js';
import type { StorageHarness } from '../harness/storage-harness.js';

export function describeRecordVersions(harness: StorageHarness): void {
  const guarantee = guarantees(harness);
  describe('versions', () => {
    guarantee('keeps the value, labels and times of a record', async ({ storage }) => {
      const before = await storage.now();
      const value = { text: 'ünï ✓ \u0000', list: [1, { two: null }], deep: { empty: {} } };
      expect(await put(storage, 'a', { value, labels: { state: 'open', kind: '' } })).toEqual({
        status: 'stored',
        version: 1,
      });
      const record = await get(storage, 'a');
      expect(record).toMatchObject({
        collection: 'things',
        id: 'a',
        version: 1,
        value,
        labels: { state: 'open', kind: '' },
      });
      expect(record.createdAt).toBeGreaterThanOrEqual(before);
      expect(record.updatedAt).toBe(record.createdAt);
    });

    guarantee('grows by one with every put and replaces the whole record', async ({ storage }) => {
      await put(storage, 'a', { value: { first: 1 }, labels: { state: 'open' } });
      const { createdAt } = await get(storage, 'a');
      expect(await put(storage, 'a', { value: { second: 2 } })).toEqual({ status: 'stored', version: 2 });
      expect(await get(storage, 'a')).toMatchObject({
        version: 2,
        value: { second: 2 },
        labels: {},
        createdAt,
      });
      expect((await get(storage, 'a')).value).toEqual({ second: 2 });
    });

    guarantee('stores under a condition only if it holds, and tells what is there', async ({ storage }) => {
      expect(await put(storage, 'a', { ifVersion: 0 })).toEqual({ status: 'stored', version: 1 });
      await expectNoEvents(storage, async () => {
        expect(await put(storage, 'a', { ifVersion: 0, value: { n: 9 } })).toEqual({
          status: 'conflict',
          version: 1,
        });
        expect(await put(storage, 'a', { ifVersion: 2, value: { n: 9 } })).toEqual({
          status: 'conflict',
          version: 1,
        });
        expect(await put(storage, 'b', { ifVersion: 1 })).toEqual({ status: 'conflict', version: 0 });
      });
      expect((await get(storage, 'a')).value).toEqual({ n: 1 });
      expect(await put(storage, 'a', { ifVersion: 1 })).toEqual({ status: 'stored', version: 2 });
    });

    guarantee('lets one of many writers win', async ({ storage }) => {
      await put(storage, 'a', {});
      const writes = Array.from({ length: 20 }, (_, n) => put(storage, 'a', { value: { n }, ifVersion: 1 }));
      const replies = await Promise.all(writes);
      expect(replies.filter((reply) => reply.status === 'stored')).toHaveLength(1);
      expect((await get(storage, 'a')).version).toBe(2);
    });

    guarantee('removes, under a condition where one is given', async ({ storage }) => {
      const id = { collection: 'things', id: 'a' };
      expect(await storage.records.remove(id)).toEqual({ status: 'not_found' });
      await put(storage, 'a', {});
      await put(storage, 'a', {});
      expect(await storage.records.remove({ ...id, ifVersion: 1 })).toEqual({
        status: 'conflict',
        version: 2,
      });
      expectStatus(await storage.records.remove({ ...id, ifVersion: 2 }), 'removed');
      expect(await storage.records.get({ collection: 'things', ids: ['a'] })).toEqual([undefined]);
      expect(await storage.records.remove(id)).toEqual({ status: 'not_found' });
    });

    guarantee('starts a record that was removed above its last version', async ({ storage }) => {
      await put(storage, 'a', {});
      await put(storage, 'a', {});
      await storage.records.remove({ collection: 'things', id: 'a' });
      const again = expectStatus(await put(storage, 'a', { ifVersion: 0 }), 'stored');
      expect(again.version).toBeGreaterThan(2);
      expect(await put(storage, 'a', { ifVersion: 2 })).toEqual({
        status: 'conflict',
        version: again.version,
      });
    });

    guarantee('keeps collections apart and gets in the order asked', async ({ storage }) => {
      await put(storage, 'a', { value: { in: 'things' } });
      await put(storage, 'a', { collection: 'others', value: { in: 'others' } });
      await put(storage, 'b', {});
      const found = await storage.records.get({ collection: 'things', ids: ['b', 'unknown', 'a'] });
      expect(found.map((record) => record?.id)).toEqual(['b', undefined, 'a']);
      expect(found[2]?.value).toEqual({ in: 'things' });
    });

    guarantee('shows a change to other clients and signals it', async ({ storage, anotherClient }) => {
      const other = await anotherClient();
      await using listener = await other.signals.listen({ channels: ['record/things'] });
      await put(storage, 'a', { value: { n: 7 } });
      expect(await listener.next({ timeoutMs: 10_000 })).toBe('signalled');
      expect((await get(other, 'a')).value).toEqual({ n: 7 });
      await storage.records.remove({ collection: 'things', id: 'a' });
      expect(await listener.next({ timeoutMs: 10_000 })).toBe('signalled');
    });
  });
}

export function put(storage: Storage, id: string, more: Partial<PutRecord>) {
  return storage.records.put({ collection: 'things', id, value: { n: 1 }, ...more });
}

async function get(storage: Storage, id: string) {
  const [record] = await storage.records.get({ collection: 'things', ids: [id] });
  return present(record, `record ${id}`);
}
