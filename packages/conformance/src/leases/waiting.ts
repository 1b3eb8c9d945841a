import { describe, expect } from 'vitest';
import { LONG_MS, present, SHORT_MS } from '../harness/expectations.js';
import { guarantees } from '../harness/guarantees.js';
import type { StorageHarness } from '../harness/storage-harness.js';
import { busy, granted, leaseRequest, waiting } from './requests.js';

export function describeLeaseWaiting(harness: StorageHarness): void {
  const guarantee = guarantees(harness);
  describe('waiting', () => {
    guarantee('serves waiters first-in first-out', async ({ storage }) => {
      let held = await granted(storage, leaseRequest('holder', 'file/a'));
      const queue = ['first', 'second', 'third'].map((holder) => waiting(holder, 'file/a'));
      for (const [index, request] of queue.entries()) {
        expect((await busy(storage, request)).position).toBe(index);
      }
      for (const [index, request] of queue.entries()) {
        await storage.leases.release(held);
        for (const late of queue.slice(index + 1).reverse()) await busy(storage, late);
        held = await granted(storage, request);
      }
    });

    guarantee('keeps the place of a waiter that asks again', async ({ storage }) => {
      const held = await granted(storage, leaseRequest('holder', 'file/a'));
      const first = waiting('first', 'file/a');
      const second = waiting('second', 'file/a');
      await busy(storage, first);
      await busy(storage, second);
      expect((await busy(storage, first)).position).toBe(0);
      expect((await busy(storage, second)).position).toBe(1);
      await storage.leases.release(held);
      await busy(storage, second);
      await granted(storage, first);
    });

    guarantee('makes one who only tries stand behind those who wait', async ({ storage }) => {
      const held = await granted(storage, leaseRequest('holder', 'file/a'));
      const waiter = waiting('waiter', 'file/a');
      await busy(storage, waiter);
      await storage.leases.release(held);
      const reply = await busy(storage, leaseRequest('trier', 'file/a'));
      expect(reply.conflicts).toMatchObject([{ grantId: waiter.grantId, holder: 'waiter', waiting: true }]);
      await granted(storage, waiter);
    });

    guarantee('does not let readers starve a waiting writer', async ({ storage }) => {
      const reader = await granted(storage, leaseRequest('reader', [{ key: 'file/a', mode: 'shared' }]));
      const writer = waiting('writer', 'file/a');
      await busy(storage, writer);
      await busy(storage, leaseRequest('late reader', [{ key: 'file/a', mode: 'shared' }]));
      await storage.leases.release(reader);
      await granted(storage, writer);
    });

    guarantee('makes a waiter stand behind those alone that it conflicts with', async ({ storage }) => {
      const held = await granted(storage, leaseRequest('holder', [{ key: 'file/a' }, { key: 'file/b' }]));
      const shared = (holder: string) => waiting(holder, [{ key: 'file/a', mode: 'shared' }]);
      const [one, two, writer] = [shared('one'), shared('two'), waiting('writer', 'file/b')];
      expect((await busy(storage, one)).position).toBe(0);
      expect((await busy(storage, two)).position).toBe(0);
      expect((await busy(storage, writer)).position).toBe(0);
      await storage.leases.release(held);
      await granted(storage, writer);
      await granted(storage, two);
      await granted(storage, one);
    });

    guarantee('grants past waiters what none of them wants', async ({ storage }) => {
      await granted(storage, leaseRequest('holder', 'file/a'));
      await busy(storage, waiting('waiter', 'file/a'));
      await granted(storage, leaseRequest('other', 'file/ab'));
    });

    guarantee('keeps every key that an earlier waiter asked for', async ({ storage }) => {
      const held = await granted(storage, leaseRequest('holder', 'file/a'));
      const both = waiting('both', [{ key: 'file/a' }, { key: 'file/b' }]);
      await busy(storage, both);
      await busy(storage, leaseRequest('other', 'file/b'));
      await busy(storage, leaseRequest('other', [{ key: 'file', scope: 'tree' }]));
      await storage.leases.release(held);
      await granted(storage, both);
    });

    guarantee('drops a waiter that stops asking', async ({ storage, pass }) => {
      const held = await granted(storage, leaseRequest('holder', 'file/a'));
      const silent = waiting('silent', 'file/a', { waitTtlMs: SHORT_MS });
      await busy(storage, silent);
      const patient = waiting('patient', 'file/a');
      await busy(storage, patient);
      await pass((await storage.now()) + SHORT_MS);
      const { waiters } = await storage.leases.inspect({});
      expect(waiters.map((waiter) => waiter.holder)).toEqual(['patient']);
      await storage.leases.release(held);
      await busy(storage, silent);
      await granted(storage, patient);
    });

    guarantee('says when the place of a waiter in front ends', async ({ storage }) => {
      const held = await granted(storage, leaseRequest('holder', 'file/a'));
      await busy(storage, waiting('waiter', 'file/a', { waitTtlMs: LONG_MS / 2 }));
      await storage.leases.release(held);
      const reply = await busy(storage, leaseRequest('trier', 'file/a'));
      const due = present(reply.nextDueAt, 'nextDueAt');
      expect(due).toBe(present(reply.conflicts[0]).expiresAt);
      expect(due).toBeLessThanOrEqual((await storage.now()) + LONG_MS / 2);
    });

    guarantee('lets a waiter leave', async ({ storage }) => {
      const held = await granted(storage, leaseRequest('holder', 'file/a'));
      const waiter = waiting('waiter', 'file/a');
      await busy(storage, waiter);
      expect((await storage.leases.release({ grantId: waiter.grantId })).status).toBe('left');
      expect((await storage.leases.release({ grantId: waiter.grantId })).status).toBe('gone');
      await storage.leases.release(held);
      await granted(storage, leaseRequest('other', 'file/a'));
    });

    guarantee('forgets the place of a waiter that was granted', async ({ storage }) => {
      const held = await granted(storage, leaseRequest('holder', 'file/a'));
      const waiter = waiting('waiter', 'file/a');
      await busy(storage, waiter);
      await storage.leases.release(held);
      const grant = await granted(storage, waiter);
      expect((await storage.leases.inspect({})).waiters).toEqual([]);
      expect((await storage.leases.release(grant)).status).toBe('released');
      await granted(storage, leaseRequest('other', 'file/a'));
    });

    guarantee('signals a waiter when its turn may have come', async ({ storage, pass }) => {
      const held = await granted(storage, leaseRequest('holder', 'file/a'));
      const waiter = waiting('waiter', 'file/a');
      await using listener = await storage.signals.listen({ channels: [`lease/${waiter.grantId}`] });
      await busy(storage, waiter);
      await pass(await storage.now());
      await storage.leases.release(held);
      expect(await listener.next({ timeoutMs: 10_000 })).toBe('signalled');
      await granted(storage, waiter);
    });
  });
}
