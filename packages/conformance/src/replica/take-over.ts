import { describe, expect } from 'vitest';
import { expectCode, expectNoEvents, LONG_MS, present, readEvents } from '../harness/expectations.js';
import type { StorageHarness } from '../harness/storage-harness.js';
import { granted, leaseRequest } from '../leases/requests.js';
import { claimOne, complete, expectState, push, settle } from '../queues/requests.js';
import { MUTATING_VERBS } from '../sessions/mutating-verbs.js';
import { expectEqualCopies } from './equal-copies.js';
import { own } from './gates.js';
import { ownedStorage } from './owned-storage.js';
import { follow, handOver, pairGuarantees } from './pair.js';
import { ship, shipSnapshot } from './shipping.js';

const OPERATION = { session: 'session-1', slot: 3, sequence: 7, open: true };

/** What a new owner makes of the copy. */
export function describeTakeOver(one: StorageHarness, other: StorageHarness): void {
  const guarantee = pairGuarantees(one, other);

  describe('a lost reply', () => {
    for (const verb of MUTATING_VERBS) {
      guarantee(`of ${verb.name} is given by the new owner`, async ({ owner, follower }) => {
        const { call, otherCall } = await verb.prepare(owner.storage);
        await follow(owner, follower);
        const reply = await call(owner.storage, { operation: OPERATION, epoch: 1 });
        await ship(owner, follower);
        await handOver(owner, follower);
        const retry = { operation: OPERATION, epoch: 2 };
        await expectNoEvents(follower.storage, async () => {
          expect(await call(follower.storage, retry)).toEqual(reply);
          await expectCode(otherCall(follower.storage, retry), 'invalid_argument');
          const burned = await follower.storage.sessions.burn(OPERATION, { epoch: 2 });
          expect(burned).toEqual({ status: 'ran', reply });
        });
      });
    }

    guarantee('travels with a snapshot too, and on to the next copy', async ({ owner, follower }) => {
      await follow(owner, follower);
      const put = { collection: 'things', id: 'a', value: {} };
      const reply = await owner.storage.records.put(put, { operation: OPERATION, epoch: 1 });
      await shipSnapshot(owner, follower, { limit: 1 });
      await handOver(owner, follower);
      const again = await follower.storage.records.put(put, { operation: OPERATION, epoch: 2 });
      expect(again).toEqual(reply);
      const { events, entities } = await follower.replica.snapshot({});
      expect(events[0]?.slot).toEqual({ session: 'session-1', slot: 3 });
      expect(entities.find((entity) => entity.kind === 'slot')).toMatchObject({
        state: { sequence: 7, verb: 'records.put', reply },
      });
    });
  });

  describe('who takes over', () => {
    guarantee('goes on with everything: claims, locks, money, places', async ({ owner, follower }) => {
      await follow(owner, follower);
      const before = ownedStorage(owner.storage, { epoch: 1 });
      await push(before, { id: 'a', tags: ['web'] }, { id: 'b', dependsOn: ['a'] }, { id: 'c', priority: 1 });
      const claim = await claimOne(before, { tags: ['web'] });
      // Above every clock: the new owner must have been told of it.
      const minFence = 8_000_000_000_000_000;
      const tree = [{ key: 'file/src', scope: 'tree' as const }];
      const grant = await granted(before, leaseRequest('one', tree, { minFence }));
      const charges = [{ scope: 'fleet', amount: 8, cap: 10 }];
      await before.limits.reserve({ reservationId: 'r1', charges, ttlMs: LONG_MS });
      await before.limits.acquirePermit({
        name: 'llm',
        permitId: 'p',
        holder: 'one',
        max: 1,
        ttlMs: LONG_MS,
      });
      await before.logs.append({ log: 'audit', id: 'e1', body: {} });
      await ship(owner, follower);
      await handOver(owner, follower);
      const after = ownedStorage(follower.storage, { epoch: 2 });
      expect((await after.leases.acquire(leaseRequest('two', 'file/src/a.ts'))).status).toBe('busy');
      expect((await after.leases.renew({ ...grant, ttlMs: LONG_MS })).status).toBe('renewed');
      const reserve = { reservationId: 'r2', charges, ttlMs: LONG_MS };
      expect((await after.limits.reserve(reserve)).status).toBe('refused');
      const permit = { name: 'llm', permitId: 'q', holder: 'two', max: 1, ttlMs: LONG_MS };
      expect((await after.limits.acquirePermit(permit)).status).toBe('busy');
      expect((await complete(after, claim)).status).toBe('settled');
      const next = await claimOne(after);
      expect(next.task.id).toBe('b');
      expect(next.fence).toBeGreaterThan(grant.fence);
      expect((await after.logs.append({ log: 'audit', id: 'e1', body: {} })).sequence).toBe(1);
      expect((await after.logs.append({ log: 'audit', id: 'e2', body: {} })).sequence).toBe(2);
      const added = await push(after, { id: 'd' });
      expect(added.tasks[0]?.state).toBe('ready');
      const { tasks } = await after.queues.list({});
      expect(tasks.map((task) => task.id)).toEqual(['a', 'b', 'c', 'd']);
    });

    guarantee('in the middle readies what has nothing to wait for any more', async ({ owner, follower }) => {
      await follow(owner, follower);
      const before = ownedStorage(owner.storage, { epoch: 1 });
      await push(
        before,
        { id: 'a' },
        { id: 'doomed' },
        { id: 'waits', dependsOn: ['a'] },
        { id: 'waits-longer', dependsOn: ['a'], delayMs: LONG_MS },
        { id: 'goes-too', dependsOn: ['doomed'], onDependencyFailure: 'cancel' },
        { id: 'goes-then', dependsOn: ['goes-too'], onDependencyFailure: 'cancel' },
        { id: 'still-waits', dependsOn: ['a', 'waits'] },
      );
      const claims = [await claimOne(before), await claimOne(before)];
      await ship(owner, follower);
      for (const { task, fence } of claims) {
        const outcome =
          task.id === 'a' ? { kind: 'complete' as const } : { kind: 'bury' as const, error: 'no' };
        const { position } = await follower.replica.look();
        await before.queues.settle({ taskId: task.id, fence, outcome });
        // Only the first event of each: what it entailed is lost with the owner.
        const reply = await owner.replica.changes({ after: position, limit: 1 });
        if (reply.status === 'changes') await follower.replica.apply({ batch: reply.batch });
        const entailed = await owner.replica.changes({ after: (await follower.replica.look()).position });
        if (task.id === 'a') await swallow(entailed, follower);
      }
      await own(follower.replica, 2);
      await expectState(follower.storage, 'waits', 'ready');
      await expectState(follower.storage, 'waits-longer', 'scheduled');
      await expectState(follower.storage, 'still-waits', 'blocked');
      await expectState(follower.storage, 'goes-too', 'cancelled');
      await expectState(follower.storage, 'goes-then', 'cancelled');
      const told = (await readEvents(follower.storage)).map(({ type, entity }) => `${type} ${entity}`);
      expect(told).toEqual(
        expect.arrayContaining(['task-readied task/waits', 'task-cancelled task/goes-too']),
      );
      const after = ownedStorage(follower.storage, { epoch: 2 });
      expect((await complete(after, await claimOne(after))).status).toBe('settled');
      await expectState(follower.storage, 'still-waits', 'ready');
    });

    guarantee('looks once only: tasks that wait for good reason stay', async ({ owner, follower }) => {
      await follow(owner, follower);
      const before = ownedStorage(owner.storage, { epoch: 1 });
      await push(before, { id: 'a' }, { id: 'b', dependsOn: ['a'] });
      await settle(before, await claimOne(before), { kind: 'bury', error: 'no' });
      await ship(owner, follower);
      await handOver(owner, follower);
      await expectState(follower.storage, 'b', 'blocked');
      const { position } = await follower.replica.look();
      expect(position).toEqual({ epoch: 2, sequence: (await owner.replica.look()).position.sequence });
    });
  });

  describe('the clock of a follower', () => {
    guarantee(
      'is its owner’s, late by the way and never early',
      async ({ owner, follower, needsTurnedClock }) => {
        const turn = needsTurnedClock();
        await follow(owner, follower);
        const storage = ownedStorage(owner.storage, { epoch: 1 });
        const hour = 3_600_000;
        for (const ahead of [0, hour, 5 * hour]) {
          await turn(ahead);
          const since = await owner.storage.now();
          await push(storage, { id: `t${ahead}` });
          await ship(owner, follower);
          const now = await follower.storage.now();
          expect(now).toBeGreaterThanOrEqual(since);
          expect(now).toBeLessThanOrEqual(await owner.storage.now());
        }
      },
    );

    guarantee('goes back to its owner’s once, with the first batch', async ({ owner, follower }) => {
      const turn = follower.advance;
      await follow(owner, follower);
      await turn?.(3_600_000);
      await push(ownedStorage(owner.storage, { epoch: 1 }), { id: 'a' });
      await ship(owner, follower);
      expect(await follower.storage.now()).toBeLessThanOrEqual(await owner.storage.now());
      await expectEqualCopies(owner, follower);
    });
  });
}

/** What the owner did besides never arrives; the next batch begins behind it. */
async function swallow(
  reply: Awaited<ReturnType<NonNullable<import('@agentcoord/core').Replica>['changes']>>,
  follower: { replica: import('@agentcoord/core').Replica },
): Promise<void> {
  if (reply.status !== 'changes') return;
  const { batch } = reply;
  const entities = batch.entities.filter((entity) => entity.kind !== 'task');
  expect(present(batch.events[0]).sequence).toBe((batch.from?.sequence ?? 0) + 1);
  await follower.replica.apply({ batch: { ...batch, entities } });
}
