import { describe, expect } from 'vitest';
import { expectNoEvents, expectStatus, LONG_MS } from '../harness/expectations.js';
import { guarantees } from '../harness/guarantees.js';
import type { StorageHarness } from '../harness/storage-harness.js';
import { claimed, claimNothing, claimOne, complete, expectState, push, settle, task } from './requests.js';

/** Cancelling, bringing back, and taking tasks from a dead worker. */
export function describeEnding(harness: StorageHarness): void {
  const guarantee = guarantees(harness);
  describe('cancel', () => {
    guarantee('ends a task in every state that is not an end, with the reason', async ({ storage }) => {
      await push(
        storage,
        { id: 'ready' },
        { id: 'blocked', dependsOn: ['ready'] },
        { id: 'delayed', delayMs: LONG_MS },
      );
      for (const taskId of ['blocked', 'ready', 'delayed']) {
        const reply = await storage.queues.cancel({ taskId, reason: 'not wanted', by: 'operator' });
        expect(reply).toEqual({ status: 'cancelled', alsoCancelled: [] });
        const stored = await expectState(storage, taskId, 'cancelled');
        expect(stored.cancelReason).toContain('not wanted');
        expect(stored.endedAt).toBeDefined();
      }
      await claimNothing(storage);
    });

    guarantee('takes the claim from a running worker', async ({ storage }) => {
      await push(storage, { id: 'a' });
      const claim = await claimOne(storage);
      expectStatus(await storage.queues.cancel({ taskId: 'a' }), 'cancelled');
      expect(await complete(storage, claim)).toEqual({ status: 'fenced', state: 'cancelled' });
      expect((await expectState(storage, 'a', 'cancelled')).claim).toBeUndefined();
    });

    guarantee('leaves a task that has ended as it is', async ({ storage }) => {
      await push(storage, { id: 'a' }, { id: 'b' });
      await complete(storage, await claimOne(storage));
      await settle(storage, await claimOne(storage), { kind: 'bury', error: 'no' });
      await expectNoEvents(storage, async () => {
        expect(await storage.queues.cancel({ taskId: 'a' })).toEqual({ status: 'ended', state: 'completed' });
        expect(await storage.queues.cancel({ taskId: 'b' })).toEqual({ status: 'ended', state: 'failed' });
        expect(await storage.queues.cancel({ taskId: 'unknown' })).toEqual({ status: 'not_found' });
      });
    });
  });

  describe('requeue', () => {
    guarantee('brings a failed or cancelled task back with all its attempts', async ({ storage }) => {
      await push(storage, { id: 'failed', maxAttempts: 1 }, { id: 'cancelled' });
      await settle(storage, await claimOne(storage), { kind: 'bury', error: 'no' });
      await storage.queues.cancel({ taskId: 'cancelled' });
      for (const taskId of ['failed', 'cancelled']) {
        expect(await storage.queues.requeue({ taskId, by: 'operator' })).toEqual({
          status: 'requeued',
          state: 'ready',
        });
        const stored = await expectState(storage, taskId, 'ready');
        expect(stored.attempts).toBe(0);
        expect(stored.endedAt).toBeUndefined();
        expect(stored.cancelReason).toBeUndefined();
      }
      const claims = await claimed(storage, { limit: 2 });
      expect(claims.map((claim) => claim.task.attempts)).toEqual([1, 1]);
    });

    guarantee('blocks a task whose dependencies have not completed', async ({ storage }) => {
      await push(storage, { id: 'a' }, { id: 'b', dependsOn: ['a'] });
      await storage.queues.cancel({ taskId: 'b' });
      expect(await storage.queues.requeue({ taskId: 'b' })).toEqual({ status: 'requeued', state: 'blocked' });
      await complete(storage, await claimOne(storage));
      await expectState(storage, 'b', 'ready');
    });

    guarantee('lets nothing happen to a task that has not ended', async ({ storage }) => {
      await push(storage, { id: 'a' });
      await expectNoEvents(storage, async () => {
        expect(await storage.queues.requeue({ taskId: 'a' })).toEqual({
          status: 'not_ended',
          state: 'ready',
        });
        expect(await storage.queues.requeue({ taskId: 'unknown' })).toEqual({ status: 'not_found' });
      });
    });

    guarantee('never runs a completed task again', async ({ storage }) => {
      await push(storage, { id: 'a' });
      await complete(storage, await claimOne(storage));
      // Whether it answers or throws is left to the storage; the completion must stand.
      await storage.queues.requeue({ taskId: 'a' }).catch(() => undefined);
      await expectState(storage, 'a', 'completed');
      await claimNothing(storage);
    });

    guarantee('leaves the claim of the time before without power', async ({ storage }) => {
      await push(storage, { id: 'a' });
      const old = await claimOne(storage);
      await storage.queues.cancel({ taskId: 'a' });
      await storage.queues.requeue({ taskId: 'a' });
      const fresh = await claimOne(storage);
      expectStatus(await complete(storage, old), 'fenced');
      expectStatus(await complete(storage, fresh), 'settled');
    });
  });

  describe('evict', () => {
    guarantee(
      'ends every claim of one worker, in all queues, and counts the attempts',
      async ({ storage }) => {
        await push(storage, { id: 'a' }, { id: 'b' }, { id: 'c' });
        await storage.queues.push({ queue: 'other', tasks: [{ id: 'd', title: 'Task d' }] });
        const [first] = await claimed(storage, { worker: 'dead', limit: 2 });
        const alive = await claimOne(storage, { worker: 'alive' });
        await claimOne(storage, { worker: 'dead', queue: 'other' });
        const { taskIds } = await storage.queues.evict({ worker: 'dead', reason: 'its host is gone' });
        expect(taskIds.sort()).toEqual(['a', 'b', 'd']);
        for (const id of ['a', 'b', 'd']) {
          const stored = await expectState(storage, id, 'ready');
          expect(stored.attempts).toBe(1);
          expect(stored.claim).toBeUndefined();
        }
        if (first) expectStatus(await complete(storage, first), 'fenced');
        expectStatus(await complete(storage, alive), 'settled');
        await expectNoEvents(storage, async () => {
          expect(await storage.queues.evict({ worker: 'dead', reason: 'again' })).toEqual({ taskIds: [] });
        });
      },
    );

    guarantee('sends a task without attempts left to the dead letter', async ({ storage }) => {
      await push(storage, { id: 'a', maxAttempts: 1 });
      await claimOne(storage, { worker: 'dead' });
      await storage.queues.evict({ worker: 'dead', reason: 'killed by the task' });
      await expectState(storage, 'a', 'failed');
      expect((await task(storage, 'a')).claim).toBeUndefined();
    });
  });
}
