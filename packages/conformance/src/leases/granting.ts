import { MAX_KEYS_PER_LEASE } from '@agentcoord/core';
import { describe, expect } from 'vitest';
import { expectCode, expectStatus, LONG_MS, present, SHORT_MS } from '../harness/expectations.js';
import { guarantees } from '../harness/guarantees.js';
import type { StorageHarness } from '../harness/storage-harness.js';
import { busy, granted, leaseRequest } from './requests.js';

export function describeLeaseGranting(harness: StorageHarness): void {
  const guarantee = guarantees(harness);
  describe('granting', () => {
    guarantee(
      'tells the holder everything about its grant, by the clock of the store',
      async ({ storage }) => {
        const before = await storage.now();
        const request = leaseRequest(
          'one',
          [
            { key: 'file/b', mode: 'shared' },
            { key: 'file/a', scope: 'tree' },
          ],
          {
            details: { intent: 'refactor' },
          },
        );
        const grant = await granted(storage, request);
        const after = await storage.now();
        expect(grant).toMatchObject({
          grantId: request.grantId,
          holder: 'one',
          ttlMs: LONG_MS,
          details: { intent: 'refactor' },
          keys: [
            { key: 'file/a', mode: 'exclusive', scope: 'tree' },
            { key: 'file/b', mode: 'shared', scope: 'node' },
          ],
        });
        expect(grant.acquiredAt).toBeGreaterThanOrEqual(before);
        expect(grant.acquiredAt).toBeLessThanOrEqual(after);
        expect(grant.expiresAt).toBe(grant.acquiredAt + LONG_MS);
      },
    );

    guarantee('grants all keys of a request or none', async ({ storage }) => {
      await granted(storage, leaseRequest('one', 'file/m'));
      await busy(storage, leaseRequest('other', [{ key: 'file/a' }, { key: 'file/m' }, { key: 'file/z' }]));
      await granted(storage, leaseRequest('third', [{ key: 'file/a' }, { key: 'file/z' }]));
    });

    guarantee('lets the stronger wish win when a key is named twice', async ({ storage }) => {
      const keys = [
        { key: 'file/a', mode: 'shared' as const },
        { key: 'file/a', scope: 'tree' as const },
      ];
      const grant = await granted(storage, leaseRequest('one', keys));
      expect(grant.keys).toEqual([{ key: 'file/a', mode: 'exclusive', scope: 'tree' }]);
    });

    guarantee('gives the same grant again to a repeated ask', async ({ storage }) => {
      const request = leaseRequest('one', 'file/a');
      const first = await granted(storage, request);
      const again = await granted(storage, request);
      expect(again.fence).toBe(first.fence);
      const { grants } = await storage.leases.inspect({});
      expect(grants).toHaveLength(1);
    });

    guarantee(
      'grants anew, under a higher fence, when the grant of a repeated ask is over',
      async ({ storage, pass }) => {
        const request = leaseRequest('one', 'file/a', { ttlMs: SHORT_MS });
        const first = await granted(storage, request);
        await pass(first.expiresAt);
        const again = await granted(storage, { ...request, ttlMs: LONG_MS });
        expect(again.fence).toBeGreaterThan(first.fence);
      },
    );

    guarantee('names who is in the way, and when that may change', async ({ storage }) => {
      const held = await granted(storage, leaseRequest('one', 'file/a', { details: { agent: 'Ada' } }));
      const reply = await busy(storage, leaseRequest('other', [{ key: 'file', scope: 'tree' }]));
      expect(reply.conflicts).toEqual([
        {
          key: 'file/a',
          mode: 'exclusive',
          scope: 'node',
          grantId: held.grantId,
          holder: 'one',
          waiting: false,
          expiresAt: held.expiresAt,
          details: { agent: 'Ada' },
        },
      ]);
      expect(reply.nextDueAt).toBe(held.expiresAt);
      expect(reply.position).toBeUndefined();
    });

    guarantee('names at most 8 of many conflicts', async ({ storage }) => {
      for (let index = 0; index < 12; index += 1)
        await granted(storage, leaseRequest('one', `file/${index}`));
      const reply = await busy(storage, leaseRequest('other', [{ key: 'file', scope: 'tree' }]));
      expect(reply.conflicts).toHaveLength(8);
    });

    guarantee('leaves no trace of an ask that only tried', async ({ storage }) => {
      await granted(storage, leaseRequest('one', 'file/a'));
      await busy(storage, leaseRequest('other', 'file/a'));
      const { grants, waiters } = await storage.leases.inspect({});
      expect(grants).toHaveLength(1);
      expect(waiters).toEqual([]);
    });

    guarantee(`grants ${MAX_KEYS_PER_LEASE} keys at once and refuses more`, async ({ storage }) => {
      const keys = Array.from({ length: MAX_KEYS_PER_LEASE + 1 }, (_, index) => ({
        key: `file/folder/${index}`,
      }));
      await expectCode(storage.leases.acquire(leaseRequest('one', keys)), 'limit_exceeded');
      const grant = await granted(storage, leaseRequest('one', keys.slice(1)));
      expect(grant.keys).toHaveLength(MAX_KEYS_PER_LEASE);
      await storage.leases.release(grant);
      await granted(storage, leaseRequest('other', [{ key: 'file', scope: 'tree' }]));
    });

    guarantee('grants to one of many that ask at the same time', async ({ storage }) => {
      const asks = Array.from({ length: 20 }, (_, index) =>
        storage.leases.acquire(leaseRequest(`h${index}`, 'file/a')),
      );
      const statuses = (await Promise.all(asks)).map((reply) => reply.status);
      expect(statuses.filter((status) => status === 'granted')).toHaveLength(1);
    });

    guarantee(
      'shows a grant of one client to another, and outlives its client',
      async ({ storage, anotherClient }) => {
        const grant = await granted(storage, leaseRequest('one', 'file/a'));
        const other = await anotherClient();
        await storage.close();
        const reply = expectStatus(await other.leases.acquire(leaseRequest('other', 'file/a')), 'busy');
        expect(present(reply.conflicts[0]).grantId).toBe(grant.grantId);
        expect((await other.leases.release(grant)).status).toBe('released');
        await granted(other, leaseRequest('other', 'file/a'));
      },
    );
  });
}
