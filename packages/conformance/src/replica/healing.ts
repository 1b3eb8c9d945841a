import { describe, expect } from 'vitest';
import { expectNoEvents, SHORT_MS } from '../harness/expectations.js';
import { guarantees } from '../harness/guarantees.js';
import type { StorageHarness } from '../harness/storage-harness.js';
import { claimOne, push, task } from '../queues/requests.js';
import { setGate } from './gates.js';

/** What a look finds to be over is written down only by who may. */
export function describeHealing(harness: StorageHarness): void {
  const guarantee = guarantees(harness);
  describe('a look', () => {
    guarantee('changes nothing where its caller is not admitted', async ({ storage, needsReplica, pass }) => {
      const replica = needsReplica();
      await push(storage, { id: 'claimed' }, { id: 'delayed', delayMs: SHORT_MS });
      const { expiresAt } = await claimOne(storage, { leaseMs: SHORT_MS });
      const charges = [{ scope: 'fleet', amount: 5 }];
      await storage.limits.reserve({ reservationId: 'r', charges, ttlMs: SHORT_MS });
      await pass(expiresAt + SHORT_MS);
      const looks = [
        () => storage.queues.get({ taskIds: ['claimed', 'delayed'] }),
        () => storage.queues.list({}),
        () => storage.queues.stats({}),
        () => storage.limits.readSpend({ scopes: ['fleet'] }),
      ];
      await setGate(replica, {});
      await expectNoEvents(storage, async () => {
        for (const look of looks) await look();
      });
      expect((await task(storage, 'claimed')).state).toBe('claimed');
      await setGate(replica, { admits: 1 });
      await expectNoEvents(storage, async () => {
        for (const look of looks) await look();
      });
      const [healed] = await storage.queues.get({ taskIds: ['claimed'] }, { epoch: 1 });
      expect(healed?.state).toBe('ready');
      const spend = await storage.limits.readSpend({ scopes: ['fleet'] }, { epoch: 1 });
      expect(spend).toEqual([{ scope: 'fleet', spent: 5, reserved: 0 }]);
    });
  });
}
