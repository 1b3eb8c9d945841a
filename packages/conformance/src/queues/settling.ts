import { describe, expect } from 'vitest';
import { expectNoEvents, expectStatus, LONG_MS, present, SHORT_MS } from '../harness/expectations.js';
import { guarantees } from '../harness/guarantees.js';
import type { StorageHarness } from '../harness/storage-harness.js';
import {
  claimNothing,
  claimOne,
  claimRequest,
  complete,
  expectState,
  push,
  settle,
  task,
} from './requests.js';

export function describeSettling(harness: StorageHarness): void {
  const guarantee = guarantees(harness);
  describe('settling', () => {
    guarantee('completes with a result', async ({ storage }) => {
      await push(storage, { id: 'a' });
      const claim = await claimOne(storage);
      const result = { files: ['a.ts'], note: null };
      const reply = await settle(storage, claim, { kind: 'complete', result });
      expect(expectStatus(reply, 'settled').state).toBe('completed');
      const stored = await expectState(storage, 'a', 'completed');
      expect(stored.result).toEqual(result);
      expect(stored.claim).toBeUndefined();
      expect(present(stored.endedAt)).toBeLessThanOrEqual(await storage.now());
      await claimNothing(storage);
    });

    guarantee('records one completion only, and answers fenced to the second', async ({ storage }) => {
      await push(storage, { id: 'a' });
      const claim = await claimOne(storage);
      await settle(storage, claim, { kind: 'complete', result: 'first' });
      await expectNoEvents(storage, async () => {
        const again = await settle(storage, claim, { kind: 'complete', result: 'second' });
        expect(again).toEqual({ status: 'fenced', state: 'completed' });
        expectStatus(await settle(storage, claim, { kind: 'bury', error: 'no' }), 'fenced');
      });
      expect((await task(storage, 'a')).result).toBe('first');
    });

    guarantee('fences a settlement under another fence and changes nothing', async ({ storage }) => {
      await push(storage, { id: 'a' });
      const claim = await claimOne(storage);
      await expectNoEvents(storage, async () => {
        for (const fence of [claim.fence - 1, claim.fence + 1, 0]) {
          expectStatus(await complete(storage, { ...claim, fence }), 'fenced');
        }
      });
      expect((await expectState(storage, 'a', 'claimed')).claim?.fence).toBe(claim.fence);
    });

    guarantee(
      'fences a settlement that comes after the claim expired, reaped or not',
      async ({ storage, pass }) => {
        await push(storage, { id: 'a' });
        const late = await claimOne(storage, { leaseMs: SHORT_MS });
        await pass(late.expiresAt);
        expectStatus(await complete(storage, late), 'fenced');
        const next = await claimOne(storage, { worker: 'next' });
        expect(next.task.id).toBe('a');
        expectStatus(await complete(storage, late), 'fenced');
        expectStatus(await complete(storage, next), 'settled');
      },
    );

    guarantee('fences the settlement of a task nobody knows', async ({ storage }) => {
      const outcome = { kind: 'complete' as const };
      const reply = await storage.queues.settle({ taskId: 'unknown', fence: 1, outcome });
      expect(expectStatus(reply, 'fenced').state).toBeUndefined();
    });

    guarantee('claims the next task in the same trip', async ({ storage }) => {
      await push(storage, { id: 'a' }, { id: 'b' });
      const claim = await claimOne(storage);
      const reply = await storage.queues.settle({
        taskId: 'a',
        fence: claim.fence,
        outcome: { kind: 'complete' },
        next: claimRequest(),
      });
      const next = expectStatus(present(expectStatus(reply, 'settled').next), 'claimed');
      expect(next.claims.map((entry) => entry.task.id)).toEqual(['b']);
      expect(present(next.claims[0]).fence).toBeGreaterThan(claim.fence);
      await expectState(storage, 'b', 'claimed');
    });

    guarantee(
      'claims what the settlement itself made ready, and says empty where nothing is',
      async ({ storage }) => {
        await push(storage, { id: 'a' }, { id: 'b', dependsOn: ['a'] });
        const first = await claimOne(storage);
        const next = claimRequest();
        const completed = { kind: 'complete' as const };
        const reply = await storage.queues.settle({
          taskId: 'a',
          fence: first.fence,
          outcome: completed,
          next,
        });
        const claims = expectStatus(present(expectStatus(reply, 'settled').next), 'claimed').claims;
        const second = present(claims[0]);
        expect(second.task.id).toBe('b');
        const last = await storage.queues.settle({
          taskId: 'b',
          fence: second.fence,
          outcome: completed,
          next,
        });
        expectStatus(present(expectStatus(last, 'settled').next), 'empty');
      },
    );

    guarantee(
      'claims for a worker with capabilities what the settlement itself made ready',
      async ({ storage }) => {
        await push(
          storage,
          { id: 'a' },
          { id: 'b', dependsOn: ['a'] },
          { id: 'c', dependsOn: ['a'], requires: ['gpu'] },
        );
        const { fence } = await claimOne(storage);
        const next = claimRequest({ capabilities: ['docker', 'gpu'], limit: 2 });
        const reply = await storage.queues.settle({
          taskId: 'a',
          fence,
          outcome: { kind: 'complete' },
          next,
        });
        const { claims } = expectStatus(present(expectStatus(reply, 'settled').next), 'claimed');
        expect(claims.map((entry) => entry.task.id)).toEqual(['b', 'c']);
      },
    );

    guarantee('claims nothing when it is fenced', async ({ storage }) => {
      await push(storage, { id: 'a' }, { id: 'b' });
      const claim = await claimOne(storage);
      const reply = await storage.queues.settle({
        taskId: 'a',
        fence: claim.fence + 1,
        outcome: { kind: 'complete' },
        next: claimRequest(),
      });
      expectStatus(reply, 'fenced');
      await expectState(storage, 'b', 'ready');
    });

    guarantee('renews a claim, with progress for people', async ({ storage, pass }) => {
      await push(storage, { id: 'a' });
      const claim = await claimOne(storage);
      const progress = { note: 'half way', percent: 50 };
      const before = await storage.now();
      const later = await storage.queues.renew({
        taskId: 'a',
        fence: claim.fence,
        leaseMs: 2 * LONG_MS,
        progress,
      });
      expect(expectStatus(later, 'renewed').expiresAt).toBeGreaterThanOrEqual(before + 2 * LONG_MS);
      expect((await task(storage, 'a')).progress).toMatchObject(progress);
      const earlier = await storage.queues.renew({ taskId: 'a', fence: claim.fence, leaseMs: SHORT_MS });
      await pass(expectStatus(earlier, 'renewed').expiresAt);
      expect((await claimOne(storage)).task.id).toBe('a');
    });

    guarantee('never renews a claim that is over', async ({ storage, pass }) => {
      await push(
        storage,
        { id: 'expired', maxAttempts: 1 },
        { id: 'settled' },
        { id: 'cancelled' },
        { id: 'evicted' },
      );
      const renew = (id: string, fence: number) =>
        storage.queues.renew({ taskId: id, fence, leaseMs: LONG_MS });
      const expired = await claimOne(storage, { leaseMs: SHORT_MS });
      const settled = await claimOne(storage);
      const cancelled = await claimOne(storage);
      const evicted = await claimOne(storage, { worker: 'dead' });
      expectStatus(await renew('settled', settled.fence - 1), 'lost');
      await pass(expired.expiresAt);
      await complete(storage, settled);
      await storage.queues.cancel({ taskId: 'cancelled' });
      await storage.queues.evict({ worker: 'dead', reason: 'test' });
      expectStatus(await renew('expired', expired.fence), 'lost');
      expect(await renew('settled', settled.fence)).toEqual({ status: 'lost', state: 'completed' });
      expect(await renew('cancelled', cancelled.fence)).toEqual({ status: 'lost', state: 'cancelled' });
      expect(await renew('evicted', evicted.fence)).toEqual({ status: 'lost', state: 'ready' });
      expect(expectStatus(await renew('unknown', 1), 'lost').state).toBeUndefined();
    });
  });
}
