import type { InspectLeases, LeaseGrant, LeaseWaiter, Storage } from '@agentcoord/core';
import { describe, expect } from 'vitest';
import { guarantees } from '../harness/guarantees.js';
import type { StorageHarness } from '../harness/storage-harness.js';
import { busy, granted, leaseRequest, waiting } from './requests.js';

export function describeLeaseInspecting(harness: StorageHarness): void {
  const guarantee = guarantees(harness);
  describe('inspecting', () => {
    guarantee('shows what overlaps a key or lies below it, and nothing else', async ({ storage }) => {
      const shared = { mode: 'shared' as const };
      await granted(storage, leaseRequest('tree above', [{ key: 'file', scope: 'tree', ...shared }]));
      await granted(storage, leaseRequest('node above', [{ key: 'file', ...shared }]));
      await granted(storage, leaseRequest('itself', [{ key: 'file/src', ...shared }]));
      await granted(storage, leaseRequest('below', [{ key: 'file/src/a/b', ...shared }]));
      await granted(storage, leaseRequest('sibling', [{ key: 'file/test', ...shared }]));
      await granted(storage, leaseRequest('look-alike', [{ key: 'file/src-old', ...shared }]));
      await granted(storage, leaseRequest('elsewhere', [{ key: 'branch/src', ...shared }]));
      expect(await holders(storage, { under: 'file/src' })).toEqual(['below', 'itself', 'tree above']);
      expect(await holders(storage, { under: 'branch' })).toEqual(['elsewhere']);
      expect(await holders(storage, {})).toHaveLength(7);
    });

    guarantee('finds by holder and by grant', async ({ storage }) => {
      await granted(storage, leaseRequest('one', 'file/a'));
      const second = await granted(storage, leaseRequest('two', 'file/b', { details: { intent: 'test' } }));
      expect(await holders(storage, { holder: 'two' })).toEqual(['two']);
      const { grants } = await storage.leases.inspect({ grantId: second.grantId });
      expect(grants).toEqual([second]);
      expect(await holders(storage, { holder: 'two', under: 'file/a' })).toEqual([]);
    });

    guarantee('shows waiters in the order of their turns', async ({ storage }) => {
      await granted(storage, leaseRequest('holder', 'file/a'));
      for (const holder of ['first', 'second', 'third']) {
        await busy(storage, waiting(holder, 'file/a', { details: { name: holder } }));
      }
      const { waiters } = await storage.leases.inspect({ under: 'file/a' });
      expect(waiters.map((waiter) => waiter.holder)).toEqual(['first', 'second', 'third']);
      expect(waiters[0]).toMatchObject({ details: { name: 'first' }, keys: [{ key: 'file/a' }] });
      expect(waiters[0]?.since).toBeLessThanOrEqual(await storage.now());
    });

    guarantee('pages through everything once', async ({ storage }) => {
      const expected: string[] = [];
      for (let index = 0; index < 23; index += 1) {
        const grant = await granted(
          storage,
          leaseRequest('one', [{ key: `file/${index}` }, { key: `file/x/${index}` }]),
        );
        expected.push(grant.grantId);
      }
      for (let index = 0; index < 5; index += 1) {
        const request = waiting(`waiter ${index}`, 'file/0');
        await busy(storage, request);
        expected.push(request.grantId);
      }
      const seen: Array<LeaseGrant | LeaseWaiter> = [];
      let cursor: string | undefined;
      let pages = 0;
      do {
        const page = await storage.leases.inspect({ limit: 10, ...(cursor === undefined ? {} : { cursor }) });
        expect(page.grants.length).toBeLessThanOrEqual(10);
        seen.push(...page.grants, ...page.waiters);
        cursor = page.cursor;
        pages += 1;
      } while (cursor !== undefined && pages < 20);
      expect(seen.map((item) => item.grantId).sort()).toEqual(expected.sort());
    });
  });
}

async function holders(storage: Storage, request: InspectLeases): Promise<string[]> {
  const { grants } = await storage.leases.inspect(request);
  return grants.map((grant) => grant.holder).sort();
}
