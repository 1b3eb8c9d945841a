import { describe, expect } from 'vitest';
import { expectStatus, LONG_MS } from '../harness/expectations.js';
import { guarantees } from '../harness/guarantees.js';
import type { StorageHarness } from '../harness/storage-harness.js';
import { busy, granted, leaseRequest, waiting } from './requests.js';

const BY = { reason: 'the agent hangs', by: 'operator' };

export function describeLeaseRevoking(harness: StorageHarness): void {
  const guarantee = guarantees(harness);
  describe('revoking', () => {
    guarantee('ends one grant, tells which, and leaves the others', async ({ storage }) => {
      const taken = await granted(storage, leaseRequest('one', 'file/a'));
      const kept = await granted(storage, leaseRequest('one', 'file/b'));
      const { revoked } = await storage.leases.revoke({ grantId: taken.grantId, ...BY });
      expect(revoked.map((grant) => grant.grantId)).toEqual([taken.grantId]);
      expect(revoked[0]?.fence).toBe(taken.fence);
      expect((await storage.leases.guard(taken)).valid).toBe(false);
      expect((await storage.leases.guard(kept)).valid).toBe(true);
      await granted(storage, leaseRequest('other', 'file/a'));
    });

    guarantee('ends all grants of a holder, in every space', async ({ storage }) => {
      await granted(storage, leaseRequest('one', 'file/a'));
      await granted(storage, leaseRequest('one', 'branch/b'));
      await granted(storage, leaseRequest('two', 'file/c'));
      const { revoked } = await storage.leases.revoke({ holder: 'one', ...BY });
      expect(revoked.flatMap((grant) => grant.keys.map((key) => key.key)).sort()).toEqual([
        'branch/b',
        'file/a',
      ]);
      const { grants } = await storage.leases.inspect({});
      expect(grants.map((grant) => grant.holder)).toEqual(['two']);
    });

    guarantee('revokes nothing where there is nothing', async ({ storage }) => {
      expect(await storage.leases.revoke({ grantId: 'unknown', ...BY })).toEqual({ revoked: [] });
      expect(await storage.leases.revoke({ holder: 'nobody', ...BY })).toEqual({ revoked: [] });
    });

    guarantee('lets the holder find out, also after its key went to another', async ({ storage }) => {
      const taken = await granted(storage, leaseRequest('one', 'file/a'));
      await storage.leases.revoke({ holder: 'one', ...BY });
      const next = await granted(storage, leaseRequest('other', 'file/a'));
      expectStatus(await storage.leases.renew({ ...taken, ttlMs: LONG_MS }), 'lost');
      expect((await storage.leases.release(taken)).status).toBe('gone');
      expect((await storage.leases.guard(next)).valid).toBe(true);
    });

    guarantee('gives the key to the first waiter, not to who revoked', async ({ storage }) => {
      await granted(storage, leaseRequest('one', 'file/a'));
      const waiter = waiting('waiter', 'file/a');
      await busy(storage, waiter);
      await storage.leases.revoke({ holder: 'one', ...BY });
      await busy(storage, leaseRequest('operator', 'file/a'));
      await granted(storage, waiter);
    });

    guarantee('signals the holder', async ({ storage }) => {
      const grant = await granted(storage, leaseRequest('one', 'file/a'));
      await using listener = await storage.signals.listen({ channels: [`lease/${grant.grantId}`] });
      await storage.leases.revoke({ grantId: grant.grantId, ...BY });
      expect(await listener.next({ timeoutMs: 10_000 })).toBe('signalled');
    });
  });
}
