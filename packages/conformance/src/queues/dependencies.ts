import { MAX_DEPENDENCIES, MAX_DEPENDENTS } from '@agentcoord/core';
import { describe, expect } from 'vitest';
import { expectCode, expectStatus, LONG_MS } from '../harness/expectations.js';
import { guarantees } from '../harness/guarantees.js';
import type { StorageHarness } from '../harness/storage-harness.js';
import { claimNothing, claimOne, complete, expectState, newTask, push, settle } from './requests.js';

export function describeDependencies(harness: StorageHarness): void {
  const guarantee = guarantees(harness);
  describe('dependencies', () => {
    guarantee('hold a task back until all of them have completed', async ({ storage }) => {
      const reply = await push(
        storage,
        { id: 'a' },
        { id: 'b' },
        { id: 'c', dependsOn: ['a', 'b'], priority: 5 },
      );
      expect(reply.tasks.map((entry) => entry.state)).toEqual(['ready', 'ready', 'blocked']);
      await complete(storage, await claimOne(storage));
      await expectState(storage, 'c', 'blocked');
      const second = await claimOne(storage);
      expect(second.task.id).toBe('b');
      await complete(storage, second);
      await expectState(storage, 'c', 'ready');
      expect((await claimOne(storage)).task.id).toBe('c');
    });

    guarantee('may be pushed together in any order', async ({ storage }) => {
      await push(storage, { id: 'c', dependsOn: ['b'] }, { id: 'b', dependsOn: ['a'] }, { id: 'a' });
      for (const id of ['a', 'b', 'c']) {
        const claim = await claimOne(storage);
        expect(claim.task.id).toBe(id);
        await claimNothing(storage);
        await complete(storage, claim);
      }
    });

    guarantee('that completed before do not block', async ({ storage }) => {
      await push(storage, { id: 'a' });
      await complete(storage, await claimOne(storage));
      const reply = await push(storage, { id: 'b', dependsOn: ['a'] });
      expect(reply.tasks).toMatchObject([{ state: 'ready' }]);
    });

    guarantee('that failed before block, and never let the task run', async ({ storage }) => {
      await push(storage, { id: 'a' });
      await settle(storage, await claimOne(storage), { kind: 'bury', error: 'no' });
      await push(storage, { id: 'patient', dependsOn: ['a'] });
      await push(storage, { id: 'strict', dependsOn: ['a'], onDependencyFailure: 'cancel' });
      await expectState(storage, 'patient', 'blocked');
      await claimNothing(storage);
    });

    guarantee('reach over queues', async ({ storage }) => {
      await storage.queues.push({ queue: 'one', tasks: [newTask({ id: 'a' })] });
      await push(storage, { id: 'b', dependsOn: ['a'] });
      await claimNothing(storage);
      await complete(storage, await claimOne(storage, { queue: 'one' }));
      expect((await claimOne(storage)).task.id).toBe('b');
    });

    guarantee('and a delay must both be over', async ({ storage }) => {
      await push(storage, { id: 'a' }, { id: 'b', dependsOn: ['a'], delayMs: LONG_MS });
      await expectState(storage, 'b', 'blocked');
      await complete(storage, await claimOne(storage));
      await expectState(storage, 'b', 'scheduled');
      await claimNothing(storage);
    });

    guarantee('that nobody knows, or in a circle, are refused', async ({ storage }) => {
      await expectCode(push(storage, { id: 'a', dependsOn: ['unknown'] }), 'unknown_dependency');
      const circle = [
        { id: 'a', dependsOn: ['c'] },
        { id: 'b', dependsOn: ['a'] },
        { id: 'c', dependsOn: ['b'] },
      ];
      await expectCode(push(storage, ...circle), 'dependency_cycle');
      await expectCode(push(storage, { id: 'self', dependsOn: ['self'] }), 'dependency_cycle');
      expect((await storage.queues.list({})).tasks).toEqual([]);
    });

    guarantee(
      'cancel what wants to be cancelled, through the whole chain, and block the rest',
      async ({ storage }) => {
        const onDependencyFailure = 'cancel';
        await push(storage, { id: 'a' }, { id: 'b', dependsOn: ['a'], onDependencyFailure });
        await push(
          storage,
          { id: 'c', dependsOn: ['b'], onDependencyFailure },
          { id: 'd', dependsOn: ['a'] },
        );
        await push(storage, { id: 'e', dependsOn: ['c'] });
        const reply = await storage.queues.cancel({ taskId: 'a' });
        expect(expectStatus(reply, 'cancelled').alsoCancelled.sort()).toEqual(['b', 'c']);
        await expectState(storage, 'b', 'cancelled');
        await expectState(storage, 'c', 'cancelled');
        await expectState(storage, 'd', 'blocked');
        await expectState(storage, 'e', 'blocked');
        await claimNothing(storage);
      },
    );

    guarantee('that fail for good act as those that are cancelled', async ({ storage }) => {
      const strict = { dependsOn: ['a'], onDependencyFailure: 'cancel' as const };
      await push(
        storage,
        { id: 'a', maxAttempts: 1 },
        { id: 'strict', ...strict },
        { id: 'patient', dependsOn: ['a'] },
      );
      await settle(storage, await claimOne(storage), { kind: 'retry', error: 'no', delayMs: 0 });
      await expectState(storage, 'a', 'failed');
      await expectState(storage, 'strict', 'cancelled');
      await expectState(storage, 'patient', 'blocked');
    });

    guarantee('that fail by expiry cancel as well', async ({ storage, pass }) => {
      await push(
        storage,
        { id: 'a', maxAttempts: 1 },
        { id: 'b', dependsOn: ['a'], onDependencyFailure: 'cancel' },
      );
      const claim = await claimOne(storage, { leaseMs: 50 });
      await pass(claim.expiresAt);
      await expectState(storage, 'a', 'failed');
      await expectState(storage, 'b', 'cancelled');
    });

    guarantee('free the blocked once they are retried and complete', async ({ storage }) => {
      await push(storage, { id: 'a' }, { id: 'b', dependsOn: ['a'] });
      await settle(storage, await claimOne(storage), { kind: 'bury', error: 'no' });
      await storage.queues.requeue({ taskId: 'a' });
      await expectState(storage, 'b', 'blocked');
      await complete(storage, await claimOne(storage));
      await expectState(storage, 'b', 'ready');
    });

    guarantee(`are at most ${MAX_DEPENDENCIES} of one task`, async ({ storage }) => {
      const dependsOn = Array.from({ length: MAX_DEPENDENCIES + 1 }, (_, index) => `task-${index}`);
      await push(storage, ...dependsOn.map((id) => ({ id })));
      await expectCode(push(storage, { id: 'too-many', dependsOn }), 'limit_exceeded');
      await push(storage, { id: 'just-right', dependsOn: dependsOn.slice(1) });
      await expectState(storage, 'just-right', 'blocked');
    });

    guarantee(
      `allow ${MAX_DEPENDENTS} dependents and refuse one more, storing nothing`,
      async ({ storage }) => {
        await push(storage, { id: 'a' });
        const dependents = Array.from({ length: MAX_DEPENDENTS }, (_, index) => ({
          id: `b${index}`,
          dependsOn: ['a'],
        }));
        await push(storage, ...dependents);
        await expectCode(
          push(storage, { id: 'free' }, { id: 'one-more', dependsOn: ['a'] }),
          'limit_exceeded',
        );
        expect(await storage.queues.get({ taskIds: ['free', 'one-more'] })).toEqual([undefined, undefined]);
        await complete(storage, await claimOne(storage));
        expect((await storage.queues.stats({})).counts).toMatchObject({ ready: MAX_DEPENDENTS, blocked: 0 });
      },
    );
  });
}
