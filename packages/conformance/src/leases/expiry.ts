import { describe, expect } from 'vitest';
import { expectStatus, LONG_MS, SHORT_MS } from '../harness/expectations.js';
import { guarantees } from '../harness/guarantees.js';
import type { StorageHarness } from '../harness/storage-harness.js';
import { busy, granted, leaseRequest } from './requests.js';

export function describeLeaseExpiry(harness: StorageHarness): void {
  const guarantee = guarantees(harness);
  describe('expiry', () => {
    guarantee('gives an expired key to the next who asks', async ({ storage, pass }) => {
      const first = await granted(storage, leaseRequest('one', 'file/a', { ttlMs: SHORT_MS }));
      await pass(first.expiresAt);
      const next = await granted(storage, leaseRequest('other', 'file/a'));
      expect(next.fence).toBeGreaterThan(first.fence);
    });

    guarantee(
      'takes an expired grant for gone before anybody has cleared it away',
      async ({ storage, pass }) => {
        const grant = await granted(storage, leaseRequest('one', 'file/a', { ttlMs: SHORT_MS }));
        await pass(grant.expiresAt);
        expect((await storage.leases.guard(grant)).valid).toBe(false);
        expect((await storage.leases.inspect({})).grants).toEqual([]);
        expect((await storage.leases.release(grant)).status).toBe('gone');
      },
    );

    guarantee('refuses a renewal from a holder whose lease expired', async ({ storage, pass }) => {
      const grant = await granted(storage, leaseRequest('one', 'file/a', { ttlMs: SHORT_MS }));
      await pass(grant.expiresAt);
      expectStatus(await storage.leases.renew({ ...grant, ttlMs: LONG_MS }), 'lost');
      expect((await storage.leases.inspect({})).grants).toEqual([]);
      await granted(storage, leaseRequest('other', 'file/a'));
    });

    guarantee('moves the expiry to now + ttl, later or earlier', async ({ storage, pass }) => {
      const grant = await granted(storage, leaseRequest('one', 'file/a'));
      const before = await storage.now();
      const later = expectStatus(await storage.leases.renew({ ...grant, ttlMs: 2 * LONG_MS }), 'renewed');
      expect(later.expiresAt).toBeGreaterThanOrEqual(before + 2 * LONG_MS);
      expect(later.expiresAt).toBeLessThanOrEqual((await storage.now()) + 2 * LONG_MS);
      expect((await storage.leases.guard(grant)).expiresAt).toBe(later.expiresAt);
      const earlier = expectStatus(await storage.leases.renew({ ...grant, ttlMs: SHORT_MS }), 'renewed');
      await pass(earlier.expiresAt);
      await granted(storage, leaseRequest('other', 'file/a'));
    });

    guarantee('keeps a renewed lease past its first expiry', async ({ storage, pass }) => {
      const ttlMs = 2_000;
      const grant = await granted(storage, leaseRequest('one', 'file/a', { ttlMs }));
      expectStatus(await storage.leases.renew({ ...grant, ttlMs: LONG_MS }), 'renewed');
      await pass(grant.expiresAt);
      expect((await storage.leases.guard(grant)).valid).toBe(true);
      await busy(storage, leaseRequest('other', 'file/a'));
    });

    guarantee(
      'refuses a renewal under a wrong fence, or of a grant that was released or revoked',
      async ({ storage }) => {
        const grant = await granted(storage, leaseRequest('one', 'file/a'));
        expectStatus(
          await storage.leases.renew({ ...grant, fence: grant.fence - 1, ttlMs: LONG_MS }),
          'lost',
        );
        await storage.leases.release(grant);
        expectStatus(await storage.leases.renew({ ...grant, ttlMs: LONG_MS }), 'lost');
        const revoked = await granted(storage, leaseRequest('one', 'file/a'));
        await storage.leases.revoke({ grantId: revoked.grantId, reason: 'test', by: 'test' });
        expectStatus(await storage.leases.renew({ ...revoked, ttlMs: LONG_MS }), 'lost');
      },
    );

    guarantee('never revives the old grant when its id was granted anew', async ({ storage, pass }) => {
      const request = leaseRequest('one', 'file/a', { ttlMs: SHORT_MS });
      const old = await granted(storage, request);
      await pass(old.expiresAt);
      const fresh = await granted(storage, { ...request, ttlMs: LONG_MS });
      expectStatus(await storage.leases.renew({ ...old, ttlMs: LONG_MS }), 'lost');
      expect((await storage.leases.guard(old)).valid).toBe(false);
      expect((await storage.leases.guard(fresh)).valid).toBe(true);
      expect((await storage.leases.release(old)).status).toBe('gone');
      expect((await storage.leases.guard(fresh)).valid).toBe(true);
    });

    guarantee('clears many expired grants out of the way', async ({ storage, pass }) => {
      let last = 0;
      for (let index = 0; index < 120; index += 1) {
        last = (await granted(storage, leaseRequest('one', `file/${index}`, { ttlMs: SHORT_MS }))).expiresAt;
      }
      await pass(last);
      const request = leaseRequest('other', [{ key: 'file', scope: 'tree' }]);
      let reply = await storage.leases.acquire(request);
      for (let asks = 1; reply.status === 'retry' && asks < 120; asks += 1)
        reply = await storage.leases.acquire(request);
      expectStatus(reply, 'granted');
    });

    guarantee('guards a grant only under its own fence and while it is valid', async ({ storage }) => {
      const grant = await granted(storage, leaseRequest('one', 'file/a'));
      expect(await storage.leases.guard(grant)).toEqual({ valid: true, expiresAt: grant.expiresAt });
      expect((await storage.leases.guard({ ...grant, fence: grant.fence + 1 })).valid).toBe(false);
      expect((await storage.leases.guard({ grantId: 'unknown', fence: grant.fence })).valid).toBe(false);
      await storage.leases.release(grant);
      expect((await storage.leases.guard(grant)).valid).toBe(false);
    });

    guarantee('releases once, and only under the right fence', async ({ storage }) => {
      const grant = await granted(storage, leaseRequest('one', 'file/a'));
      const wrong = { grantId: grant.grantId, fence: grant.fence - 1 };
      expect((await storage.leases.release(wrong)).status).toBe('gone');
      await busy(storage, leaseRequest('other', 'file/a'));
      expect((await storage.leases.release({ grantId: grant.grantId })).status).toBe('released');
      expect((await storage.leases.release({ grantId: grant.grantId })).status).toBe('gone');
      expect((await storage.leases.release({ grantId: 'unknown' })).status).toBe('gone');
    });
  });
}
