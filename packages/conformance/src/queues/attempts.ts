import { describe, expect } from 'vitest';
import { expectStatus, LONG_MS, present, SHORT_MS } from '../harness/expectations.js';
import { guarantees } from '../harness/guarantees.js';
import type { StorageHarness } from '../harness/storage-harness.js';
import { claimed, claimNothing, claimOne, claimOrder, expectState, push, settle, task } from './requests.js';

export function describeAttempts(harness: StorageHarness): void {
  const guarantee = guarantees(harness);
  describe('attempts', () => {
    guarantee('count when a task is claimed, and end in the dead letter', async ({ storage }) => {
      await push(storage, { id: 'a', maxAttempts: 2 });
      const first = await claimOne(storage, { worker: 'one' });
      const retry = await settle(storage, first, { kind: 'retry', error: 'no network', delayMs: 0 });
      expect(expectStatus(retry, 'settled').state).not.toBe('failed');
      const second = await claimOne(storage, { worker: 'two' });
      expect(second.task.attempts).toBe(2);
      const last = await settle(storage, second, { kind: 'retry', error: 'still none', delayMs: 0 });
      expect(expectStatus(last, 'settled').state).toBe('failed');
      const stored = await expectState(storage, 'a', 'failed');
      expect(stored.failures).toMatchObject([
        { attempt: 1, message: 'no network', worker: 'one' },
        { attempt: 2, message: 'still none', worker: 'two' },
      ]);
      expect(present(stored.endedAt)).toBeLessThanOrEqual(await storage.now());
      await claimNothing(storage);
    });

    guarantee('are used up by a task that kills its workers', async ({ storage, pass }) => {
      await push(storage, { id: 'poison', maxAttempts: 3 }, { id: 'good', priority: 1 });
      for (let attempt = 1; attempt <= 3; attempt += 1) {
        const claim = await claimOne(storage, { leaseMs: SHORT_MS });
        expect(claim.task).toMatchObject({ id: 'poison', attempts: attempt });
        await pass(claim.expiresAt);
      }
      expect((await claimOne(storage)).task.id).toBe('good');
      await expectState(storage, 'poison', 'failed');
    });

    guarantee('are not counted for a task given back unworked', async ({ storage }) => {
      await push(storage, { id: 'a', maxAttempts: 1 });
      for (let round = 0; round < 5; round += 1) {
        const reply = await settle(storage, await claimOne(storage), {
          kind: 'release',
          reason: 'shutting down',
        });
        expect(expectStatus(reply, 'settled').state).toBe('ready');
        expect((await task(storage, 'a')).attempts).toBe(0);
      }
    });

    guarantee('do not cost a task its place', async ({ storage, pass }) => {
      await push(storage, { id: 'a' }, { id: 'b' }, { id: 'c' });
      const { sequence } = await task(storage, 'a');
      await settle(storage, await claimOne(storage), { kind: 'release' });
      expect((await task(storage, 'a')).sequence).toBe(sequence);
      await settle(storage, await claimOne(storage), { kind: 'retry', error: 'again', delayMs: 0 });
      const claim = await claimOne(storage, { leaseMs: SHORT_MS });
      expect(claim.task.id).toBe('a');
      await pass(claim.expiresAt);
      expect(await claimOrder(storage)).toEqual(['a', 'b', 'c']);
    });

    guarantee('wait for the delay of a retry', async ({ storage, pass }) => {
      await push(storage, { id: 'a' });
      const before = await storage.now();
      const outcome = { kind: 'retry', error: 'rate limit', delayMs: 1_000 } as const;
      const reply = await settle(storage, await claimOne(storage), outcome);
      expect(expectStatus(reply, 'settled').state).toBe('scheduled');
      const dueAt = present((await expectState(storage, 'a', 'scheduled')).dueAt, 'dueAt');
      expect(dueAt).toBeGreaterThanOrEqual(before + 1_000);
      expect((await claimNothing(storage)).nextDueAt).toBe(dueAt);
      await pass(dueAt);
      expect((await claimOne(storage)).task).toMatchObject({ id: 'a', attempts: 2 });
    });

    guarantee('do not matter to a task that is buried', async ({ storage }) => {
      await push(storage, { id: 'a', maxAttempts: 50 });
      const reply = await settle(storage, await claimOne(storage), { kind: 'bury', error: 'makes no sense' });
      expect(expectStatus(reply, 'settled').state).toBe('failed');
      expect((await task(storage, 'a')).failures).toMatchObject([{ attempt: 1, message: 'makes no sense' }]);
      await claimNothing(storage);
    });

    guarantee('leave the last 10 failures', async ({ storage }) => {
      await push(storage, { id: 'a', maxAttempts: 12 });
      for (let attempt = 1; attempt <= 12; attempt += 1) {
        await settle(storage, await claimOne(storage), {
          kind: 'retry',
          error: `number ${attempt}`,
          delayMs: 0,
        });
      }
      const { failures, state } = await task(storage, 'a');
      expect(state).toBe('failed');
      expect(failures.map((failure) => failure.attempt)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    });

    describe('healing', () => {
      guarantee('moves an expired claim when somebody looks at the task', async ({ storage, pass }) => {
        await push(storage, { id: 'a' });
        const claim = await claimOne(storage, { leaseMs: SHORT_MS });
        await pass(claim.expiresAt);
        const stored = await expectState(storage, 'a', 'ready');
        expect(stored.claim).toBeUndefined();
        expect(stored.attempts).toBe(1);
      });

      for (const capabilities of [[], ['gpu'], ['docker']]) {
        const worker = capabilities.length > 0 ? `a worker with ${capabilities.join()}` : 'a worker';
        guarantee(`gives ${worker} what fell due, without a look before`, async ({ storage, pass }) => {
          await push(storage, { id: 'expired' }, { id: 'delayed', delayMs: SHORT_MS });
          const claim = await claimOne(storage, { leaseMs: SHORT_MS });
          await pass(Math.max(claim.expiresAt, claim.task.createdAt + SHORT_MS));
          const claims = await claimed(storage, { capabilities, limit: 2 });
          expect(claims.map((entry) => entry.task.id)).toEqual(['expired', 'delayed']);
        });
      }

      guarantee('moves expired claims and due delays when somebody counts', async ({ storage, pass }) => {
        await push(storage, { id: 'claimed' }, { id: 'last', maxAttempts: 1 });
        await push(storage, { id: 'delayed', delayMs: SHORT_MS }, { id: 'later', delayMs: LONG_MS });
        await claimOne(storage, { leaseMs: SHORT_MS });
        const { expiresAt } = await claimOne(storage, { leaseMs: SHORT_MS });
        await pass(expiresAt);
        const { counts } = await storage.queues.stats({});
        expect(counts).toMatchObject({ ready: 2, claimed: 0, scheduled: 1, failed: 1 });
      });

      guarantee('wakes up many expired claims, however many one call moves', async ({ storage, pass }) => {
        await push(
          storage,
          ...Array.from({ length: 250 }, (_, index) => ({ id: `task-${index}`, maxAttempts: 100 })),
        );
        let last = 0;
        for (let batch = 0; batch < 3; batch += 1) {
          last = (await claimOne(storage, { leaseMs: SHORT_MS, limit: 100 })).expiresAt;
        }
        await pass(last);
        const ids = await claimOrder(storage, { limit: 100 });
        expect(new Set(ids).size).toBe(250);
      });
    });
  });
}
