import { EVENTS_LOG } from '@agentcoord/core';
import { describe, expect } from 'vitest';
import { expectCode, expectNoEvents, LONG_MS, SHORT_MS } from '../harness/expectations.js';
import { guarantees } from '../harness/guarantees.js';
import type { StorageHarness } from '../harness/storage-harness.js';
import { granted, leaseRequest } from '../leases/requests.js';
import { push } from '../queues/requests.js';
import { EVERY_MUTATION } from './every-mutation.js';
import { own, setGate } from './gates.js';

/** Which mutations run, decided in the step that would run them. */
export function describeAdmission(harness: StorageHarness): void {
  const guarantee = guarantees(harness);
  for (const mutation of EVERY_MUTATION) {
    guarantee(
      `${mutation.name} runs only for callers of the admitted epoch`,
      async ({ storage, needs, needsReplica }) => {
        const replica = needsReplica();
        if (mutation.onlyStrictLimits) await needs('strictLimits');
        const call = await mutation.prepare(storage);
        await setGate(replica, { epoch: 3 });
        await expectNoEvents(storage, async () => {
          const closed = await expectCode(call({ epoch: 3 }), 'not_owner');
          expect(closed.data).toEqual({ admits: null, reason: 'elsewhere' });
          await own(replica, 4);
          for (const options of [{}, { epoch: 3 }, { epoch: 5 }]) {
            const stale = await expectCode(call(options), 'not_owner');
            expect(stale.data).toEqual({ admits: 4, reason: 'epoch' });
          }
        });
        const { sequence } = await storage.logs.head({ log: EVENTS_LOG });
        await call({ epoch: 4 });
        expect((await storage.logs.head({ log: EVENTS_LOG })).sequence).toBeGreaterThan(sequence);
      },
    );
  }

  describe('the gate', () => {
    guarantee('that was never set lets in whoever knows of none', async ({ storage, needsReplica }) => {
      expect(await needsReplica().look()).toMatchObject({
        gate: { version: 0, admits: null, applies: null, record: {} },
        position: { epoch: 0, sequence: 0 },
        members: [],
        announcement: null,
        hasLeases: false,
      });
      await push(storage, { id: 'a' });
      await storage.queues.cancel({ taskId: 'a' });
    });

    for (const mutation of EVERY_MUTATION) {
      guarantee(
        `that was never set, or was forgotten, admits no ${mutation.name} of who believes in an epoch`,
        async ({ storage, anotherClient, needs, needsReplica }) => {
          needsReplica();
          if (mutation.onlyStrictLimits) await needs('strictLimits');
          const call = await mutation.prepare(storage);
          await expectNoEvents(storage, async () => {
            const forgotten = await expectCode(call({ epoch: 7 }), 'not_owner');
            expect(forgotten.data).toEqual({ admits: null, reason: 'elsewhere' });
          });
          // A client that has just come knows no better.
          const other = await anotherClient();
          await expectCode(
            other.queues.push({ tasks: [{ id: 'b', title: 'One' }] }, { epoch: 7 }),
            'not_owner',
          );
        },
      );
    }

    guarantee(
      'admits until the moment it was told, and not longer',
      async ({ storage, needsReplica, pass }) => {
        const replica = needsReplica();
        const until = (await storage.now()) + SHORT_MS;
        await setGate(replica, { admits: 1, admitsUntil: until });
        expect((await replica.look()).gate.admitsUntil).toBe(until);
        await pass(until);
        await expectNoEvents(storage, async () => {
          const put = { collection: 'things', id: 'a', value: {} };
          const late = await expectCode(storage.records.put(put, { epoch: 1 }), 'not_owner');
          expect(late.data).toEqual({ admits: 1, reason: 'until' });
        });
        await setGate(replica, { admits: 1, admitsUntil: (await storage.now()) + 600_000 });
        await storage.records.put({ collection: 'things', id: 'a', value: {} }, { epoch: 1 });
      },
    );

    guarantee(
      'is seen by every client in its very next call',
      async ({ storage, anotherClient, needsReplica }) => {
        const replica = needsReplica();
        const other = await anotherClient();
        const put = (epoch: number) =>
          other.records.put({ collection: 'things', id: 'a', value: {} }, { epoch });
        for (let epoch = 1; epoch < 20; epoch += 1) {
          await own(replica, epoch);
          await put(epoch);
          await setGate(replica, {});
          await expectNoEvents(storage, () => expectCode(put(epoch), 'not_owner'));
        }
      },
    );

    guarantee('orders itself with mutations: after it, nothing of before runs', async (underTest) => {
      const { storage, anotherClient } = underTest;
      const replica = underTest.needsReplica();
      const other = await anotherClient();
      await own(replica, 1);
      const calls = Array.from({ length: 60 }, (_, index) =>
        (index % 2 ? storage : other).records
          .put({ collection: 'things', id: `r${index}`, value: {} }, { epoch: 1 })
          .then(
            () => 1,
            () => 0,
          ),
      );
      await setGate(replica, {});
      const { sequence } = await storage.logs.head({ log: EVENTS_LOG });
      const ran = (await Promise.all(calls)).reduce<number>((sum, count) => sum + count, 0);
      expect(sequence).toBe(ran);
      expect((await storage.logs.head({ log: EVENTS_LOG })).sequence).toBe(ran);
    });

    guarantee('refuses a verb before it finds fault with it', async ({ storage, needsReplica }) => {
      await setGate(needsReplica(), {});
      const orphan = { id: 'a', title: 'A', dependsOn: ['nowhere'] };
      await expectCode(storage.queues.push({ tasks: [orphan] }), 'not_owner');
      await expectCode(storage.leases.release({ grantId: 'nothing' }), 'not_owner');
    });

    guarantee('refuses to open, to burn and to replay as well', async ({ storage, needsReplica }) => {
      const replica = needsReplica();
      const operation = { session: 'session-1', slot: 0, sequence: 1 };
      const put = (epoch: number) =>
        storage.records.put({ collection: 'things', id: 'a', value: {} }, { operation, epoch });
      await own(replica, 1);
      await storage.sessions.open({ session: 'session-1' }, { epoch: 1 });
      const reply = await put(1);
      await setGate(replica, {});
      await expectCode(storage.sessions.open({ session: 'session-2' }, { epoch: 1 }), 'not_owner');
      await expectCode(storage.sessions.burn(operation, { epoch: 1 }), 'not_owner');
      await expectCode(put(1), 'not_owner');
      await own(replica, 2);
      expect(await put(2)).toEqual(reply);
      expect(await storage.sessions.burn(operation, { epoch: 2 })).toEqual({ status: 'ran', reply });
    });

    guarantee('leaves the slot of a refused call unused', async ({ storage, needsReplica }) => {
      const replica = needsReplica();
      const operation = { session: 'session-1', slot: 0, sequence: 1, open: true };
      const put = () =>
        storage.records.put({ collection: 'things', id: 'a', value: {} }, { operation, epoch: 1 });
      await setGate(replica, {});
      await expectCode(put(), 'not_owner');
      await own(replica, 1);
      expect(await put()).toEqual({ status: 'stored', version: 1 });
    });

    guarantee('lets signals through', async ({ storage, needsReplica }) => {
      await setGate(needsReplica(), {});
      await using listener = await storage.signals.listen({ channels: ['task/a'] });
      await storage.signals.publish({ channels: ['task/a'] });
      expect(await listener.next({ timeoutMs: 10_000 })).toBe('signalled');
    });

    guarantee('holds leases back where others may have some', async ({ storage, needsReplica }) => {
      const { view } = await setGate(needsReplica(), { admits: 1, holdGrantsMs: LONG_MS });
      const held = await storage.leases.acquire(leaseRequest('one', 'file/a'), { epoch: 1 });
      expect(held).toEqual({ status: 'busy', conflicts: [], nextDueAt: view.now + LONG_MS });
    });

    guarantee('grants them again after that time', async ({ storage, needsReplica, pass }) => {
      const { view } = await setGate(needsReplica(), { admits: 1, holdGrantsMs: SHORT_MS });
      await pass(view.now + SHORT_MS);
      const reply = await storage.leases.acquire(leaseRequest('one', 'file/a'), { epoch: 1 });
      expect(reply.status).toBe('granted');
    });

    guarantee('tells how long a lease may still be out', async ({ storage, needsReplica }) => {
      const replica = needsReplica();
      expect(await replica.look()).toMatchObject({ longestLeaseMs: 0, hasLeases: false });
      const grant = await granted(storage, leaseRequest('one', 'file/a', { ttlMs: 70_000 }));
      await granted(storage, leaseRequest('one', 'file/b', { ttlMs: 60_000 }));
      expect(await replica.look()).toMatchObject({ longestLeaseMs: 70_000, hasLeases: true });
      await storage.leases.revoke({ holder: 'one', reason: 'test', by: 'test' });
      expect(await replica.look()).toMatchObject({ longestLeaseMs: 70_000, hasLeases: false });
      await push(storage, { id: 'a' });
      await storage.queues.claim({ worker: 'one', leaseMs: 80_000 });
      expect(await replica.look()).toMatchObject({ longestLeaseMs: 80_000, hasLeases: true });
      expect((await storage.leases.renew({ ...grant, ttlMs: 90_000 })).status).toBe('lost');
      expect((await replica.look()).longestLeaseMs).toBe(80_000);
    });
  });
}
