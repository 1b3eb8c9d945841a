import { EVENTS_LOG } from '@agentcoord/core';
import { describe, expect } from 'vitest';
import { expectNoEvents, expectStatus, present } from '../harness/expectations.js';
import type { StorageHarness } from '../harness/storage-harness.js';
import { push } from '../queues/requests.js';
import { expectEqualCopies } from './equal-copies.js';
import { own, setGate } from './gates.js';
import { ownedStorage } from './owned-storage.js';
import { follow, handOver, pairGuarantees } from './pair.js';
import { applied, nextBatch, ship, shipSnapshot } from './shipping.js';

/** A batch is applied once, whole, in its place, and only from the owner. */
export function describeBatches(one: StorageHarness, other: StorageHarness): void {
  const guarantee = pairGuarantees(one, other);
  describe('a batch', () => {
    guarantee('brings the copy to where it says, once', async ({ owner, follower }) => {
      await push(owner.storage, { id: 'a' }, { id: 'b' });
      await follow(owner, follower);
      const batch = await nextBatch(owner, follower);
      expect(batch).toMatchObject({ from: { epoch: 0, sequence: 0 }, to: { epoch: 1, sequence: 2 } });
      expect(await applied(follower, batch)).toEqual({ status: 'applied', position: batch.to });
      await expectNoEvents(follower.storage, async () => {
        expect(await follower.replica.apply({ batch })).toEqual({ status: 'stale', position: batch.to });
      });
      const even = await owner.replica.changes({ after: batch.to });
      expect(even).toEqual({ status: 'even', head: batch.to });
      await expectEqualCopies(owner, follower);
    });

    guarantee('that leaves something out is refused', async ({ owner, follower }) => {
      await follow(owner, follower);
      const storage = ownedStorage(owner.storage, { epoch: 1 });
      await push(storage, { id: 'a' });
      const first = await nextBatch(owner, follower);
      await push(storage, { id: 'b' });
      const second = expectStatus(await owner.replica.changes({ after: first.to }), 'changes').batch;
      const gap = await follower.replica.apply({ batch: second });
      expect(gap).toEqual({ status: 'gap', position: { epoch: 0, sequence: 0 } });
      expect(await follower.storage.queues.get({ taskIds: ['b'] })).toEqual([undefined]);
      await applied(follower, first);
      await applied(follower, second);
      await expectEqualCopies(owner, follower);
    });

    guarantee('that overlaps is applied as well', async ({ owner, follower }) => {
      await follow(owner, follower);
      const storage = ownedStorage(owner.storage, { epoch: 1 });
      await push(storage, { id: 'a' });
      const first = await nextBatch(owner, follower);
      await push(storage, { id: 'b' });
      const both = await nextBatch(owner, follower);
      await applied(follower, first);
      await applied(follower, both);
      await expectEqualCopies(owner, follower);
    });

    guarantee('that overlaps may bring a dedupe key back to the task before', async ({ owner, follower }) => {
      await follow(owner, follower);
      const storage = ownedStorage(owner.storage, { epoch: 1 });
      await push(storage, { id: 'first', dedupeKey: 'key' });
      await ship(owner, follower);
      const { position } = await follower.replica.look();
      await storage.queues.cancel({ taskId: 'first' });
      await push(storage, { id: 'second', dedupeKey: 'key' });
      await ship(owner, follower);
      await storage.queues.cancel({ taskId: 'second' });
      await storage.queues.requeue({ taskId: 'first' });
      const { batch } = expectStatus(await owner.replica.changes({ after: position }), 'changes');
      await applied(follower, batch);
      await expectEqualCopies(owner, follower);
      await handOver(owner, follower);
      const again = await push(ownedStorage(follower.storage, { epoch: 2 }), {
        id: 'third',
        dedupeKey: 'key',
      });
      expect(again.tasks).toEqual([{ id: 'first', status: 'duplicate', state: 'ready' }]);
    });

    guarantee('of another owner or epoch is refused', async ({ owner, follower }) => {
      await follow(owner, follower);
      await push(ownedStorage(owner.storage, { epoch: 1 }), { id: 'a' });
      const batch = await nextBatch(owner, follower);
      const { source } = batch.origin;
      for (const applies of [null, { source, epoch: 2 }, { source: 'somebody', epoch: 1 }]) {
        await setGate(follower.replica, { applies });
        expect((await follower.replica.apply({ batch })).status).toBe('refused');
      }
      const { now: _, ...view } = await follower.replica.look();
      expect(view.position).toEqual({ epoch: 0, sequence: 0 });
    });

    guarantee('that is late by an ownership is refused', async ({ owner, follower }) => {
      await follow(owner, follower);
      await push(ownedStorage(owner.storage, { epoch: 1 }), { id: 'a' });
      await ship(owner, follower);
      await push(ownedStorage(owner.storage, { epoch: 1 }), { id: 'b' });
      const late = await nextBatch(owner, follower);
      await ship(owner, follower);
      await handOver(owner, follower);
      expect((await follower.replica.apply({ batch: late })).status).toBe('refused');
    });

    guarantee('does not continue what the copy did on its own', async ({ owner, follower }) => {
      await push(owner.storage, { id: 'a' });
      await push(follower.storage, { id: 'mine' });
      await follow(owner, follower);
      const after = { epoch: 0, sequence: 0 };
      const { batch } = expectStatus(await owner.replica.changes({ after, limit: 1 }), 'changes');
      expect(
        (await follower.replica.apply({ batch: { ...batch, to: { epoch: 1, sequence: 9 } } })).status,
      ).toBe('gap');
      const { position } = await follower.replica.look();
      expect((await owner.replica.changes({ after: position })).status).toBe('snapshot-needed');
      await shipSnapshot(owner, follower, { limit: 1 });
      await expectEqualCopies(owner, follower);
      expect(await follower.storage.queues.get({ taskIds: ['mine'] })).toEqual([undefined]);
    });

    guarantee('of an old ownership is no start for a new one', async ({ owner, follower }) => {
      await follow(owner, follower);
      const storage = ownedStorage(owner.storage, { epoch: 1 });
      await push(storage, { id: 'a' });
      await ship(owner, follower);
      // Taken over without its owner, who had more to ship.
      await push(storage, { id: 'lost' }, { id: 'lost-too' });
      await own(follower.replica, 2);
      await push(ownedStorage(follower.storage, { epoch: 2 }), { id: 'b' });
      const { view } = await setGate(owner.replica, {
        applies: { source: (await follower.replica.look()).storeId, epoch: 2 },
      });
      const reply = await follower.replica.changes({ after: view.position });
      expect(reply.status).toBe('snapshot-needed');
      await ship(follower, owner);
      await expectEqualCopies(follower, owner);
      expect(await owner.storage.queues.get({ taskIds: ['lost'] })).toEqual([undefined]);
    });

    guarantee(
      'never spans two ownerships, and there and back nothing is lost',
      async ({ owner, follower }) => {
        await follow(owner, follower);
        await push(ownedStorage(owner.storage, { epoch: 1 }), { id: 'a' });
        await ship(owner, follower);
        await handOver(owner, follower, 2);
        await push(ownedStorage(follower.storage, { epoch: 2 }), { id: 'b' });
        await setGate(owner.replica, {
          applies: { source: (await follower.replica.look()).storeId, epoch: 2 },
        });
        await ship(follower, owner);
        await handOver(follower, owner, 5);
        await setGate(follower.replica, {
          applies: { source: (await owner.replica.look()).storeId, epoch: 5 },
        });
        // Nothing happened yet: the copy moves to the new epoch all the same.
        const turn = await nextBatch(owner, follower);
        expect(turn).toMatchObject({ to: { epoch: 5, sequence: 2 }, events: [], entities: [] });
        await push(ownedStorage(owner.storage, { epoch: 5 }), { id: 'c' });
        const ends = [];
        for (let after = { epoch: 0, sequence: 0 }; ; ) {
          const reply = await owner.replica.changes({ after });
          if (reply.status !== 'changes') break;
          after = reply.batch.to;
          ends.push(after);
        }
        expect(ends).toEqual([
          { epoch: 1, sequence: 1 },
          { epoch: 2, sequence: 2 },
          { epoch: 5, sequence: 3 },
        ]);
        await ship(owner, follower);
        await expectEqualCopies(owner, follower);
      },
    );

    guarantee('brings the events, so that a reader goes on at the copy', async ({ owner, follower }) => {
      await follow(owner, follower);
      const storage = ownedStorage(owner.storage, { epoch: 1 });
      await push(storage, { id: 'a' }, { id: 'b' }, { id: 'c' });
      await ship(owner, follower, 2);
      const read = await owner.storage.logs.read({ log: EVENTS_LOG, after: 1 });
      expect(await follower.storage.logs.read({ log: EVENTS_LOG, after: 1 })).toEqual(read);
      await handOver(owner, follower);
      await push(ownedStorage(follower.storage, { epoch: 2 }), { id: 'd' });
      const { entries } = await follower.storage.logs.read({ log: EVENTS_LOG, after: 3 });
      expect(entries.map((entry) => entry.sequence)).toEqual([4]);
    });

    guarantee('signals who waits for what it changed', async ({ owner, follower }) => {
      await follow(owner, follower);
      const storage = ownedStorage(owner.storage, { epoch: 1 });
      for (const channel of ['task/a', 'queue/default', 'record/things', 'log/audit', 'log/events']) {
        await using listener = await follower.storage.signals.listen({ channels: [channel] });
        await storage.queues.cancel({ taskId: 'a' });
        await push(storage, { id: channel === 'task/a' ? 'a' : `of-${channel.replaceAll('/', '-')}` });
        await storage.records.put({ collection: 'things', id: 'a', value: {} });
        await storage.logs.append({ log: 'audit', id: channel.replaceAll('/', '-'), body: {} });
        await ship(owner, follower);
        expect(await listener.next({ timeoutMs: 10_000 }), channel).toBe('signalled');
      }
    });

    guarantee('is bounded by the bytes in it', async ({ owner, follower }) => {
      await follow(owner, follower);
      const storage = ownedStorage(owner.storage, { epoch: 1 });
      const payload = { text: 'x'.repeat(200_000) };
      await push(storage, ...Array.from({ length: 60 }, (_, index) => ({ id: `t${index}`, payload })));
      const batch = await nextBatch(owner, follower, 5_000);
      expect(batch.events.length).toBeLessThan(60);
      const page = await owner.replica.snapshot({ limit: 5_000 });
      expect(page.entities.length).toBeLessThan(60);
      expect(present(page.cursor)).not.toBe('');
      await ship(owner, follower);
      await expectEqualCopies(owner, follower);
    });
  });
}
