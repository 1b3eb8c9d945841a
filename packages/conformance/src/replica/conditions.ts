import { EVENTS_LOG, type SetGate } from '@agentcoord/core';
import { describe, expect } from 'vitest';
import { expectCode, expectStatus, LONG_MS, SHORT_MS } from '../harness/expectations.js';
import { guarantees } from '../harness/guarantees.js';
import type { StorageHarness } from '../harness/storage-harness.js';
import { push } from '../queues/requests.js';
import { own, setGate } from './gates.js';

const CLOSED: SetGate = { ifVersion: 0, admits: null, applies: null, record: {} };

/** A change of the gate happens where all its conditions hold, or not at all. */
export function describeConditions(harness: StorageHarness): void {
  const guarantee = guarantees(harness);
  describe('setting the gate', () => {
    guarantee('keeps the record, and counts its changes', async ({ needsReplica }) => {
      const replica = needsReplica();
      const record = { phase: 'owner', owner: 'store:one' };
      const applies = { source: 'redis', epoch: 2 };
      const { view } = expectStatus(await replica.setGate({ ...CLOSED, admits: 2, applies, record }), 'set');
      expect(view.gate).toEqual({ version: 1, admits: 2, applies, record });
      expect((await replica.look()).gate).toEqual(view.gate);
      await expectCode(replica.setGate({ ...CLOSED, record: { text: 'x'.repeat(5_000) } }), 'too_large');
    });

    guarantee('happens for one of many who saw the same version', async ({ needsReplica, anotherClient }) => {
      const replica = needsReplica();
      const other = (await anotherClient()).replica ?? replica;
      const replies = await Promise.all(
        Array.from({ length: 10 }, (_, index) => (index % 2 ? replica : other).setGate(CLOSED)),
      );
      const [set, ...more] = replies.filter((reply) => reply.status === 'set');
      expect([set?.status, more.length]).toEqual(['set', 0]);
      const conflict = expectStatus(await replica.setGate(CLOSED), 'conflict');
      expect([conflict.unmet, conflict.view.gate.version]).toEqual(['version', 1]);
    });

    guarantee('happens only where the copy stands', async ({ storage, needsReplica }) => {
      const replica = needsReplica();
      await push(storage, { id: 'a' });
      const { position } = await replica.look();
      expect(position).toEqual({ epoch: 0, sequence: 1 });
      const beside = [
        { epoch: 0, sequence: 0 },
        { epoch: 1, sequence: 1 },
        { epoch: 0, sequence: 2 },
      ];
      for (const ifPosition of beside) {
        const { unmet } = expectStatus(await replica.setGate({ ...CLOSED, ifPosition }), 'conflict');
        expect(unmet).toBe('position');
      }
      expectStatus(await replica.setGate({ ...CLOSED, ifPosition: position }), 'set');
    });

    guarantee('moves the store to a new epoch at once, and never back', async ({ storage, needsReplica }) => {
      const replica = needsReplica();
      await push(storage, { id: 'a' });
      await own(replica, 4);
      expect((await replica.look()).position).toEqual({ epoch: 4, sequence: 1 });
      await setGate(replica, { admits: 4 });
      await storage.queues.cancel({ taskId: 'a' }, { epoch: 4 });
      expect((await replica.look()).position).toEqual({ epoch: 4, sequence: 2 });
      await expectCode(setGate(replica, { epoch: 3 }), 'invalid_argument');
    });

    guarantee('happens only where nobody else is', async ({ needsReplica, pass }) => {
      const replica = needsReplica();
      await replica.join({ storeId: 'one', host: 'laptop', ttlMs: LONG_MS });
      await replica.join({ storeId: 'two', host: 'build', ttlMs: LONG_MS });
      expect(expectStatus(await replica.setGate({ ...CLOSED, ifAlone: 'one' }), 'conflict').unmet).toBe(
        'alone',
      );
      const { now } = await replica.join({ storeId: 'two', host: 'build', ttlMs: SHORT_MS });
      await pass(now + SHORT_MS);
      expectStatus(await replica.setGate({ ...CLOSED, ifAlone: 'one' }), 'set');
    });

    guarantee('happens only after the announcement stood, and ends it', async ({ needsReplica, pass }) => {
      const replica = needsReplica();
      const ifAnnounced = { storeId: 'one', forMs: SHORT_MS };
      const tooSoon = expectStatus(await replica.setGate({ ...CLOSED, ifAnnounced }), 'conflict');
      expect(tooSoon.unmet).toBe('announced');
      const announced = { storeId: 'one', host: 'laptop', ttlMs: LONG_MS, announces: true };
      const { now, announcement } = await replica.join(announced);
      expect(announcement).toEqual({ storeId: 'one', stoodMs: 0 });
      // Said again it goes on standing; another one does not push it aside.
      await replica.join(announced);
      await replica.join({ ...announced, storeId: 'two' });
      await pass(now + SHORT_MS);
      const other = { storeId: 'two', forMs: 0 };
      expectStatus(await replica.setGate({ ...CLOSED, ifAnnounced: other }), 'conflict');
      const { view } = expectStatus(await replica.setGate({ ...CLOSED, ifAnnounced }), 'set');
      expect(view.announcement).toBe(null);
    });

    guarantee('writes no event by itself', async ({ storage, needsReplica }) => {
      await own(needsReplica(), 1);
      expect((await storage.logs.head({ log: EVENTS_LOG })).sequence).toBe(0);
    });
  });
}
