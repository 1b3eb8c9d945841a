import { describe, expect } from 'vitest';
import { LONG_MS, present } from '../harness/expectations.js';
import { guarantees } from '../harness/guarantees.js';
import type { StorageHarness } from '../harness/storage-harness.js';
import {
  claimed,
  claimNothing,
  claimOne,
  claimOrder,
  claimRequest,
  newTask,
  push,
  settle,
  task,
} from './requests.js';

export function describeClaiming(harness: StorageHarness): void {
  const guarantee = guarantees(harness);
  describe('claiming', () => {
    guarantee('gives priority 5 first, then first-in first-out', async ({ storage }) => {
      await push(storage, { id: 'a' }, { id: 'low', priority: 1 }, { id: 'b' }, { id: 'top', priority: 5 });
      await push(
        storage,
        { id: 'c' },
        { id: 'top-2', priority: 5 },
        { id: 'four', priority: 4 },
        { id: 'two', priority: 2 },
      );
      expect(await claimOrder(storage)).toEqual(['top', 'top-2', 'four', 'a', 'b', 'c', 'two', 'low']);
    });

    guarantee('keeps that order over different tags and requirements', async ({ storage }) => {
      const kinds = [
        { tags: ['web'] },
        { requires: ['gpu'] },
        {},
        { tags: ['web', 'api'], requires: ['gpu'] },
      ];
      for (let index = 0; index < 20; index += 1) {
        await push(storage, { id: `task-${index}`, priority: 1 + (index % 5), ...kinds[index % 4] });
      }
      const ids = await claimOrder(storage, { capabilities: ['gpu'] });
      const expected = [5, 4, 3, 2, 1].flatMap((priority) => {
        const first = priority - 1;
        return [first, first + 5, first + 10, first + 15].map((index) => `task-${index}`);
      });
      expect(ids).toEqual(expected);
    });

    guarantee('tells the claimer the task, its fence and its time', async ({ storage }) => {
      await push(storage, { id: 'a', payload: { file: 'a.ts' } });
      const before = await storage.now();
      const claim = await claimOne(storage, { worker: 'Ada#1', leaseMs: 5_000 });
      expect(claim.task).toMatchObject({ id: 'a', state: 'claimed', attempts: 1, payload: { file: 'a.ts' } });
      expect(claim.task.claim).toMatchObject({
        worker: 'Ada#1',
        fence: claim.fence,
        expiresAt: claim.expiresAt,
      });
      expect(claim.expiresAt).toBe(present(claim.task.claim).claimedAt + 5_000);
      expect(present(claim.task.claim).claimedAt).toBeGreaterThanOrEqual(before);
      expect(await task(storage, 'a')).toEqual(claim.task);
    });

    guarantee("lets the task's own lease override the worker's", async ({ storage }) => {
      await push(storage, { id: 'a', leaseMs: 7_000 });
      const claim = await claimOne(storage, { leaseMs: 1_000 });
      expect(claim.expiresAt).toBe(present(claim.task.claim).claimedAt + 7_000);
    });

    guarantee('gives a task to one worker only', async ({ storage }) => {
      await push(storage, { id: 'a' }, { id: 'b' });
      expect((await claimOne(storage, { worker: 'one' })).task.id).toBe('a');
      expect((await claimOne(storage, { worker: 'two' })).task.id).toBe('b');
      await claimNothing(storage, { worker: 'three' });
    });

    guarantee('gives as many as asked for, in order, and no more than there are', async ({ storage }) => {
      await push(storage, ...Array.from({ length: 7 }, (_, index) => ({ id: `task-${index}` })));
      const first = await claimed(storage, { limit: 5 });
      expect(first.map((claim) => claim.task.id)).toEqual([0, 1, 2, 3, 4].map((index) => `task-${index}`));
      expect(await claimed(storage, { limit: 100 })).toHaveLength(2);
    });

    guarantee('keeps queues apart', async ({ storage }) => {
      await storage.queues.push({ queue: 'one', tasks: [newTask({ id: 'a' })] });
      await claimNothing(storage);
      await claimNothing(storage, { queue: 'other' });
      expect((await claimOne(storage, { queue: 'one' })).task.id).toBe('a');
    });

    guarantee('gives a tagged worker only tasks that share a tag', async ({ storage }) => {
      await push(storage, { id: 'none' }, { id: 'web', tags: ['web'] }, { id: 'api', tags: ['api'] });
      await push(storage, { id: 'both', tags: ['api', 'web'] }, { id: 'docs', tags: ['docs'], priority: 5 });
      expect(await claimOrder(storage, { tags: ['web', 'docs'] })).toEqual(['docs', 'web', 'both']);
      expect(await claimOrder(storage, { tags: ['unheard-of'] })).toEqual([]);
      expect(await claimOrder(storage)).toEqual(['none', 'api']);
    });

    guarantee('gives a task of many tags once', async ({ storage }) => {
      await push(storage, { id: 'a', tags: ['one', 'two', 'three'] });
      const claims = await claimed(storage, { tags: ['one', 'two', 'three'], limit: 10 });
      expect(claims).toHaveLength(1);
      await claimNothing(storage, { tags: ['one', 'two', 'three'] });
      await settle(storage, present(claims[0]), { kind: 'release' });
      expect(await claimOrder(storage, { tags: ['three'] })).toEqual(['a']);
      await claimNothing(storage, { tags: ['one'] });
    });

    guarantee('gives a task only to a worker that has all it requires', async ({ storage }) => {
      await push(
        storage,
        { id: 'both', requires: ['gpu', 'docker'] },
        { id: 'gpu', requires: ['gpu'] },
        { id: 'any' },
      );
      expect(await claimOrder(storage, { capabilities: ['docker', 'mac'] })).toEqual(['any']);
      await push(storage, { id: 'any-2' });
      expect(await claimOrder(storage, { capabilities: ['gpu', 'mac', 'docker'] })).toEqual([
        'both',
        'gpu',
        'any-2',
      ]);
    });

    guarantee('asks for tag and capability at once', async ({ storage }) => {
      await push(storage, { id: 'a', tags: ['web'], requires: ['gpu'] });
      await claimNothing(storage, { tags: ['web'] });
      await claimNothing(storage, { capabilities: ['gpu'], tags: ['api'] });
      expect(await claimOrder(storage, { capabilities: ['gpu'], tags: ['web'] })).toEqual(['a']);
    });

    guarantee('says nothing is due where nothing is', async ({ storage }) => {
      expect((await claimNothing(storage)).nextDueAt).toBeUndefined();
      await push(storage, { id: 'a' });
      const claim = await claimOne(storage);
      expect((await claimNothing(storage)).nextDueAt).toBe(claim.expiresAt);
      await settle(storage, claim, { kind: 'complete' });
      expect((await claimNothing(storage)).nextDueAt).toBeUndefined();
    });

    guarantee('names the earliest of several due times', async ({ storage }) => {
      await push(storage, { id: 'later', delayMs: LONG_MS }, { id: 'sooner', delayMs: LONG_MS / 2 });
      const sooner = await task(storage, 'sooner');
      expect((await claimNothing(storage)).nextDueAt).toBe(sooner.dueAt);
    });

    guarantee(
      'never gives a task twice to claimers that ask at the same time',
      async ({ storage, anotherClient }) => {
        const clients = [storage, await anotherClient()];
        await push(storage, ...Array.from({ length: 60 }, (_, index) => ({ id: `task-${index}` })));
        const asks = Array.from({ length: 40 }, (_, index) =>
          (clients[index % 2] ?? storage).queues.claim(claimRequest({ worker: `w${index}`, limit: 2 })),
        );
        const replies = await Promise.all(asks);
        const ids = replies
          .flatMap((reply) => (reply.status === 'claimed' ? reply.claims : []))
          .map((claim) => claim.task.id);
        expect(ids).toHaveLength(60);
        expect(new Set(ids).size).toBe(60);
      },
    );

    guarantee('signals a queue when work comes, and a task when its state changes', async ({ storage }) => {
      await using queue = await storage.signals.listen({ channels: ['queue/default'] });
      await using changes = await storage.signals.listen({ channels: ['task/a'] });
      await push(storage, { id: 'a' });
      expect(await queue.next({ timeoutMs: 10_000 })).toBe('signalled');
      const claim = await claimOne(storage);
      expect(await changes.next({ timeoutMs: 10_000 })).toBe('signalled');
      await settle(storage, claim, { kind: 'release' });
      expect(await queue.next({ timeoutMs: 10_000 })).toBe('signalled');
      await settle(storage, await claimOne(storage), { kind: 'complete' });
      expect(await changes.next({ timeoutMs: 10_000 })).toBe('signalled');
    });

    guarantee(
      'signals a task for a note of progress, and nobody for a renewal alone',
      async ({ storage }) => {
        await push(storage, { id: 'a' });
        const { fence } = await claimOne(storage);
        const renewal = { taskId: 'a', fence, leaseMs: LONG_MS };
        await using changes = await storage.signals.listen({ channels: ['task/a'] });
        await storage.queues.renew(renewal);
        expect(await changes.next({ timeoutMs: 100 })).toBe('timeout');
        await storage.queues.renew({ ...renewal, progress: { note: 'half of it' } });
        expect(await changes.next({ timeoutMs: 10_000 })).toBe('signalled');
      },
    );
  });
}
