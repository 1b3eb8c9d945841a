import { describe, expect } from 'vitest';
import { expectStatus, SHORT_MS } from '../harness/expectations.js';
import { guarantees } from '../harness/guarantees.js';
import type { StorageHarness } from '../harness/storage-harness.js';
import { busy, granted, leaseRequest, waiting } from './requests.js';

export function describeLeaseDeadlock(harness: StorageHarness): void {
  const guarantee = guarantees(harness);
  describe('deadlocks', () => {
    guarantee('refuses to wait while holding in the same space, and queues nothing', async ({ storage }) => {
      await granted(storage, leaseRequest('one', 'file/a'));
      await granted(storage, leaseRequest('two', 'file/b'));
      const reply = expectStatus(await storage.leases.acquire(waiting('one', 'file/b')), 'would_deadlock');
      expect(reply.held).toEqual([{ key: 'file/a', mode: 'exclusive', scope: 'node' }]);
      expect((await storage.leases.inspect({})).waiters).toEqual([]);
    });

    guarantee('lets a holder try for more, and get what is free', async ({ storage }) => {
      await granted(storage, leaseRequest('one', 'file/a'));
      await granted(storage, leaseRequest('two', 'file/b'));
      await busy(storage, leaseRequest('one', 'file/b'));
      await granted(storage, leaseRequest('one', 'file/c'));
      await granted(storage, waiting('one', 'file/d'));
    });

    guarantee('lets a holder wait in another space', async ({ storage }) => {
      await granted(storage, leaseRequest('one', 'file/a'));
      await granted(storage, leaseRequest('two', 'branch/b'));
      await busy(storage, waiting('one', 'branch/b'));
    });

    guarantee('lets it wait again once its grant is over', async ({ storage, pass }) => {
      const expiring = await granted(storage, leaseRequest('one', 'file/a', { ttlMs: SHORT_MS }));
      await granted(storage, leaseRequest('two', 'file/b'));
      await pass(expiring.expiresAt);
      await busy(storage, waiting('one', 'file/b'));
    });

    guarantee('turns shared into exclusive by trying only', async ({ storage }) => {
      const shared = [{ key: 'file/a', mode: 'shared' as const }];
      await granted(storage, leaseRequest('one', shared));
      const other = await granted(storage, leaseRequest('two', shared));
      expectStatus(await storage.leases.acquire(waiting('one', 'file/a')), 'would_deadlock');
      await busy(storage, leaseRequest('one', 'file/a'));
      await storage.leases.release(other);
      await granted(storage, leaseRequest('one', 'file/a'));
    });
  });
}
