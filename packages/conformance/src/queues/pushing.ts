import {
  DEFAULT_MAX_ATTEMPTS,
  DEFAULT_PRIORITY,
  DEFAULT_QUEUE,
  MAX_TASKS_PER_PUSH,
  type NewTask,
} from '@agentcoord/core';
import { describe, expect } from 'vitest';
import { expectCode, expectNoEvents, LONG_MS, present } from '../harness/expectations.js';
import { guarantees } from '../harness/guarantees.js';
import type { StorageHarness } from '../harness/storage-harness.js';
import { claimNothing, claimOne, complete, expectState, newTask, push, settle, task } from './requests.js';

export function describePushing(harness: StorageHarness): void {
  const guarantee = guarantees(harness);
  describe('pushing', () => {
    guarantee('keeps every field of a task', async ({ storage }) => {
      await push(storage, { id: 'first' });
      const wish: NewTask = {
        id: 'whole',
        title: 'Whole “task” ✓',
        description: 'line one\nline two',
        payload: { nested: { list: [1, 'two', null, true] }, empty: {} },
        priority: 4,
        tags: ['web', 'api'],
        requires: ['gpu'],
        dependsOn: ['first'],
        onDependencyFailure: 'cancel',
        parent: 'first',
        maxAttempts: 7,
        leaseMs: 1234,
        dedupeKey: 'key of the task',
        createdBy: 'planner',
      };
      await storage.queues.push({ tasks: [wish] });
      expect(await task(storage, 'whole')).toMatchObject({
        ...wish,
        tags: ['api', 'web'],
        queue: DEFAULT_QUEUE,
        state: 'blocked',
        attempts: 0,
        failures: [],
      });
    });

    guarantee('fills in the defaults', async ({ storage }) => {
      const before = await storage.now();
      const reply = await push(storage, { id: 'a' });
      expect(reply).toEqual({ tasks: [{ id: 'a', status: 'added', state: 'ready' }] });
      const stored = await task(storage, 'a');
      expect(stored).toMatchObject({
        priority: DEFAULT_PRIORITY,
        maxAttempts: DEFAULT_MAX_ATTEMPTS,
        tags: [],
        requires: [],
        dependsOn: [],
        onDependencyFailure: 'block',
        state: 'ready',
      });
      expect(stored.createdAt).toBeGreaterThanOrEqual(before);
      expect(stored.createdAt).toBeLessThanOrEqual(await storage.now());
      expect(stored.claim).toBeUndefined();
      expect(stored.endedAt).toBeUndefined();
    });

    guarantee('numbers tasks in the order they came', async ({ storage }) => {
      await push(storage, { id: 'a' }, { id: 'b' });
      await push(storage, { id: 'c', priority: 5 });
      const sequences = (await storage.queues.get({ taskIds: ['a', 'b', 'c'] })).map(
        (found) => present(found).sequence,
      );
      expect(sequences).toEqual([...sequences].sort((one, other) => one - other));
      expect(new Set(sequences).size).toBe(3);
    });

    guarantee('stores all tasks of a push or none', async ({ storage }) => {
      const good = Array.from({ length: 50 }, (_, index) => newTask({ id: `task-${index}` }));
      await expectNoEvents(storage, async () => {
        const tasks = [...good, newTask({ id: 'bad', dependsOn: ['unknown'] })];
        await expectCode(storage.queues.push({ tasks }), 'unknown_dependency');
      });
      expect((await storage.queues.list({})).tasks).toEqual([]);
      await claimNothing(storage);
    });

    guarantee('takes a thousand tasks at once and no more than the cap', async ({ storage }) => {
      const tasks = Array.from({ length: MAX_TASKS_PER_PUSH + 1 }, (_, index) =>
        newTask({ id: `task-${index}` }),
      );
      await expectCode(storage.queues.push({ tasks }), 'limit_exceeded');
      const reply = await storage.queues.push({ tasks: tasks.slice(0, 1_000) });
      expect(reply.tasks).toHaveLength(1_000);
      expect((await storage.queues.stats({})).counts.ready).toBe(1_000);
    });

    guarantee('adds a task once, whatever queue it is pushed to again', async ({ storage }) => {
      await push(storage, { id: 'a', title: 'first' });
      const claim = await claimOne(storage);
      await expectNoEvents(storage, async () => {
        const again = await push(storage, { id: 'a', title: 'second' });
        expect(again.tasks).toEqual([{ id: 'a', status: 'duplicate', state: 'claimed' }]);
        const elsewhere = await storage.queues.push({ queue: 'other', tasks: [newTask({ id: 'a' })] });
        expect(elsewhere.tasks).toMatchObject([{ id: 'a', status: 'duplicate' }]);
      });
      await complete(storage, claim);
      const late = await push(storage, { id: 'a' });
      expect(late.tasks).toEqual([{ id: 'a', status: 'duplicate', state: 'completed' }]);
      expect((await task(storage, 'a')).title).toBe('first');
    });

    guarantee('adds the new ones among duplicates', async ({ storage }) => {
      await push(storage, { id: 'a' });
      const reply = await push(storage, { id: 'a' }, { id: 'b' });
      expect(reply.tasks.map((entry) => entry.status)).toEqual(['duplicate', 'added']);
    });

    guarantee('holds a delayed task back until its time', async ({ storage, pass }) => {
      const before = await storage.now();
      const reply = await push(storage, { id: 'later', delayMs: 1_000 });
      expect(reply.tasks).toMatchObject([{ status: 'added', state: 'scheduled' }]);
      const stored = await expectState(storage, 'later', 'scheduled');
      const dueAt = present(stored.dueAt, 'dueAt');
      expect(dueAt).toBeGreaterThanOrEqual(before + 1_000);
      const empty = await claimNothing(storage);
      expect(empty.nextDueAt).toBe(dueAt);
      await pass(dueAt);
      expect((await claimOne(storage)).task.id).toBe('later');
    });

    describe('dedupe keys', () => {
      const key = { dedupeKey: 'nightly' };

      guarantee('name the unfinished task that is already there', async ({ storage }) => {
        await push(storage, { id: 'a', ...key });
        const reply = await push(storage, { id: 'b', ...key });
        expect(reply.tasks).toEqual([{ id: 'a', status: 'duplicate', state: 'ready' }]);
        expect(await storage.queues.get({ taskIds: ['b'] })).toEqual([undefined]);
      });

      guarantee('also hold within one push', async ({ storage }) => {
        const reply = await push(storage, { id: 'a', ...key }, { id: 'b', ...key });
        expect(reply.tasks).toMatchObject([
          { id: 'a', status: 'added' },
          { id: 'a', status: 'duplicate' },
        ]);
      });

      guarantee('hold while the task is claimed, scheduled or blocked', async ({ storage }) => {
        await push(storage, { id: 'first' }, { id: 'blocked', dependsOn: ['first'], ...key });
        expect((await push(storage, { id: 'b', ...key })).tasks).toMatchObject([
          { status: 'duplicate', state: 'blocked' },
        ]);
        await complete(storage, await claimOne(storage));
        const claim = await claimOne(storage);
        expect((await push(storage, { id: 'c', ...key })).tasks).toMatchObject([
          { status: 'duplicate', state: 'claimed' },
        ]);
        await settle(storage, claim, { kind: 'retry', error: 'not yet', delayMs: LONG_MS });
        expect((await push(storage, { id: 'd', ...key })).tasks).toMatchObject([
          { status: 'duplicate', state: 'scheduled' },
        ]);
      });

      guarantee('are free again when the task has ended in any way', async ({ storage }) => {
        await push(storage, { id: 'completed', ...key });
        await complete(storage, await claimOne(storage));
        expect((await push(storage, { id: 'failed', ...key })).tasks).toMatchObject([
          { id: 'failed', status: 'added' },
        ]);
        await settle(storage, await claimOne(storage), { kind: 'bury', error: 'no' });
        expect((await push(storage, { id: 'cancelled', ...key })).tasks).toMatchObject([{ status: 'added' }]);
        await storage.queues.cancel({ taskId: 'cancelled' });
        expect((await push(storage, { id: 'last', ...key })).tasks).toMatchObject([
          { id: 'last', status: 'added' },
        ]);
      });

      guarantee('belong to one queue', async ({ storage }) => {
        await push(storage, { id: 'a', ...key });
        const reply = await storage.queues.push({ queue: 'other', tasks: [newTask({ id: 'b', ...key })] });
        expect(reply.tasks).toMatchObject([{ id: 'b', status: 'added' }]);
      });
    });
  });
}
