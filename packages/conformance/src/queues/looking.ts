import { type ListTasks, MAX_CAPABILITY_SETS, type Storage, TASK_STATES } from '@agentcoord/core';
import { describe, expect } from 'vitest';
import { expectCode, LONG_MS, present } from '../harness/expectations.js';
import { guarantees } from '../harness/guarantees.js';
import type { StorageHarness } from '../harness/storage-harness.js';
import { claimOne, complete, newTask, push, settle, task } from './requests.js';

/** Getting, listing and counting tasks, and the cap on what is counted. */
export function describeLooking(harness: StorageHarness): void {
  const guarantee = guarantees(harness);
  describe('looking', () => {
    guarantee('gets tasks in the order asked, and undefined where there is none', async ({ storage }) => {
      await push(storage, { id: 'a' }, { id: 'b' });
      const found = await storage.queues.get({ taskIds: ['b', 'unknown', 'a', 'b'] });
      expect(found.map((entry) => entry?.id)).toEqual(['b', undefined, 'a', 'b']);
    });

    guarantee('grows the version of a task with every change', async ({ storage }) => {
      await push(storage, { id: 'a' });
      const versions = [(await task(storage, 'a')).version];
      const claim = await claimOne(storage);
      versions.push((await task(storage, 'a')).version);
      await storage.queues.renew({ taskId: 'a', fence: claim.fence, leaseMs: LONG_MS });
      await settle(storage, claim, { kind: 'release' });
      versions.push((await task(storage, 'a')).version);
      await storage.queues.cancel({ taskId: 'a' });
      versions.push((await task(storage, 'a')).version);
      expect(versions).toEqual([...new Set(versions)].sort((one, other) => one - other));
    });

    guarantee('lists by sequence and by every filter', async ({ storage }) => {
      await push(
        storage,
        { id: 'root', tags: ['web'] },
        { id: 'child', parent: 'root', tags: ['api', 'web'], priority: 5 },
      );
      await push(storage, { id: 'blocked', dependsOn: ['root'] });
      await storage.queues.push({ queue: 'other', tasks: [newTask({ id: 'elsewhere', tags: ['docs'] })] });
      await claimOne(storage, { worker: 'Ada' });
      const ids = async (request: ListTasks) =>
        (await storage.queues.list(request)).tasks.map((found) => found.id);
      expect(await ids({})).toEqual(['root', 'child', 'blocked', 'elsewhere']);
      expect(await ids({ queue: 'default' })).toEqual(['root', 'child', 'blocked']);
      expect(await ids({ states: ['blocked', 'claimed'] })).toEqual(['child', 'blocked']);
      expect(await ids({ tags: ['web'] })).toEqual(['root', 'child']);
      expect(await ids({ tags: ['api', 'docs'] })).toEqual(['child', 'elsewhere']);
      expect(await ids({ parent: 'root' })).toEqual(['child']);
      expect(await ids({ worker: 'Ada' })).toEqual(['child']);
      expect(await ids({ queue: 'default', states: ['ready'], tags: ['web'] })).toEqual(['root']);
      expect(await ids({ queue: 'nowhere' })).toEqual([]);
    });

    guarantee('pages through everything once, also when tasks come meanwhile', async ({ storage }) => {
      const expected = Array.from({ length: 25 }, (_, index) => `task-${index}`);
      await push(storage, ...expected.map((id) => ({ id })));
      const first = await storage.queues.list({ limit: 10 });
      await push(storage, { id: 'new', priority: 5 });
      const rest = await listFrom(storage, { limit: 10 }, first.cursor);
      expect(first.tasks).toHaveLength(10);
      expect([...first.tasks.map((found) => found.id), ...rest]).toEqual([...expected, 'new']);
    });

    guarantee('pages through a filtered list, however rare the matches are', async ({ storage }) => {
      const wishes = Array.from({ length: 40 }, (_, index) => ({
        id: `task-${index}`,
        tags: index % 13 === 0 ? ['rare'] : [],
      }));
      await push(storage, ...wishes);
      expect(await listFrom(storage, { tags: ['rare'], limit: 2 })).toEqual([
        'task-0',
        'task-13',
        'task-26',
        'task-39',
      ]);
    });

    guarantee('counts every state of one queue', async ({ storage }) => {
      await push(storage, { id: 'completed' }, { id: 'failed' }, { id: 'cancelled' });
      await complete(storage, await claimOne(storage));
      await settle(storage, await claimOne(storage), { kind: 'bury', error: 'no' });
      await storage.queues.cancel({ taskId: 'cancelled' });
      await push(storage, { id: 'claimed' });
      await claimOne(storage);
      await push(
        storage,
        { id: 'ready' },
        { id: 'scheduled', delayMs: LONG_MS },
        { id: 'blocked', dependsOn: ['ready'] },
      );
      await storage.queues.push({ queue: 'other', tasks: [newTask({ id: 'elsewhere' })] });
      const stats = await storage.queues.stats({});
      expect(stats.queue).toBe('default');
      expect(stats.counts).toEqual(Object.fromEntries(TASK_STATES.map((state) => [state, 1])));
      expect(present(stats.oldestReadyAt)).toBeLessThanOrEqual(await storage.now());
      const empty = await storage.queues.stats({ queue: 'nowhere' });
      expect(empty.counts).toEqual(Object.fromEntries(TASK_STATES.map((state) => [state, 0])));
      expect(empty.oldestReadyAt).toBeUndefined();
    });

    guarantee('tells what ready tasks require', async ({ storage }) => {
      await push(
        storage,
        { id: 'a', requires: ['gpu'] },
        { id: 'b', requires: ['docker', 'gpu'] },
        { id: 'c' },
      );
      await push(
        storage,
        { id: 'd', requires: ['gpu', 'docker'], tags: ['web', 'api'] },
        { id: 'e', delayMs: LONG_MS },
      );
      const { readyByRequires } = await storage.queues.stats({});
      const found = readyByRequires
        .filter((entry) => entry.ready > 0)
        .map((entry) => [entry.requires.join('+'), entry.ready]);
      expect(Object.fromEntries(found)).toEqual({ '': 1, gpu: 1, 'docker+gpu': 2 });
    });

    guarantee(
      `allows ${MAX_CAPABILITY_SETS} capability sets alive, and more when some are done`,
      async ({ storage }) => {
        const wishes = Array.from({ length: MAX_CAPABILITY_SETS + 1 }, (_, index) => ({
          id: `t${index}`,
          requires: [`c${index}`],
        }));
        await expectCode(push(storage, ...wishes), 'limit_exceeded');
        expect((await storage.queues.list({})).tasks).toEqual([]);
        await push(storage, ...wishes.slice(0, MAX_CAPABILITY_SETS));
        await expectCode(
          push(storage, { id: 'free' }, ...wishes.slice(MAX_CAPABILITY_SETS)),
          'limit_exceeded',
        );
        expect(await storage.queues.get({ taskIds: ['free'] })).toEqual([undefined]);
        await push(storage, { id: 'known', requires: ['c1'] });
        await complete(storage, await claimOne(storage, { capabilities: ['c0'] }));
        await push(storage, ...wishes.slice(MAX_CAPABILITY_SETS));
      },
    );
  });
}

async function listFrom(storage: Storage, request: ListTasks, from?: string): Promise<string[]> {
  const ids: string[] = [];
  let cursor = from;
  for (let pages = 0; pages < 50; pages += 1) {
    const page = await storage.queues.list({ ...request, ...(cursor === undefined ? {} : { cursor }) });
    ids.push(...page.tasks.map((found) => found.id));
    cursor = page.cursor;
    if (cursor === undefined) return ids;
  }
  return expect.fail(`the list never ends; it gave ${ids.length} tasks in 50 pages`);
}
