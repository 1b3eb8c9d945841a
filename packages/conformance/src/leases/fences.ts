import { describe, expect } from 'vitest';
import { LONG_MS, present } from '../harness/expectations.js';
import { guarantees } from '../harness/guarantees.js';
import type { StorageHarness } from '../harness/storage-harness.js';
import { claimed, push } from '../queues/requests.js';
import { granted, leaseRequest } from './requests.js';

const SEEN_ELSEWHERE = 2 ** 52;

export function describeFences(harness: StorageHarness): void {
  const guarantee = guarantees(harness);
  describe('fences', () => {
    guarantee('grow over every space, holder, lease and claim of the namespace', async ({ storage }) => {
      await push(storage, ...Array.from({ length: 10 }, (_, index) => ({ id: `task-${index}` })));
      const fences: number[] = [];
      for (let index = 0; index < 10; index += 1) {
        fences.push((await granted(storage, leaseRequest(`holder-${index % 3}`, `space${index}/a`))).fence);
        fences.push(present((await claimed(storage, { worker: 'worker' }))[0]).fence);
      }
      expectStrictlyGrowing(fences);
    });

    guarantee('stay safe whole numbers that are at least the time in microseconds', async ({ storage }) => {
      const before = await storage.now();
      const { fence } = await granted(storage, leaseRequest('one', 'file/a'));
      expect(Number.isSafeInteger(fence)).toBe(true);
      // The clock shows whole milliseconds; the fence may come from within the one before.
      expect(fence).toBeGreaterThanOrEqual((before - 1) * 1000);
    });

    guarantee('go above the highest the caller has ever seen, and stay there', async ({ storage }) => {
      const grant = await granted(storage, leaseRequest('one', 'file/a', { minFence: SEEN_ELSEWHERE }));
      expect(grant.fence).toBeGreaterThan(SEEN_ELSEWHERE);
      expect((await granted(storage, leaseRequest('one', 'file/b'))).fence).toBeGreaterThan(grant.fence);
    });

    guarantee('go above what a claimer has seen, too', async ({ storage }) => {
      await push(storage, { id: 'a' }, { id: 'b' });
      const [first] = await claimed(storage, { worker: 'worker', minFence: SEEN_ELSEWHERE });
      expect(present(first).fence).toBeGreaterThan(SEEN_ELSEWHERE);
      const grant = await granted(storage, leaseRequest('one', 'file/b'));
      expect(grant.fence).toBeGreaterThan(present(first).fence);
    });

    guarantee('differ within one batch of claims', async ({ storage }) => {
      await push(storage, { id: 'a' }, { id: 'b' }, { id: 'c' });
      const fences = (await claimed(storage, { worker: 'worker', limit: 3 })).map((claim) => claim.fence);
      expect(new Set(fences).size).toBe(3);
    });

    guarantee(
      'are not spent backwards by clients that ask at the same time',
      async ({ storage, anotherClient }) => {
        const clients = [storage, await anotherClient()];
        const asks = Array.from({ length: 40 }, (_, index) =>
          granted(clients[index % 2] ?? storage, leaseRequest('one', `file/${index}`)),
        );
        const fences = (await Promise.all(asks)).map((grant) => grant.fence);
        expect(new Set(fences).size).toBe(40);
      },
    );

    guarantee(
      'go on where they were after every client was closed',
      async ({ storage, needs, anotherClient }) => {
        await needs('durable');
        const grant = await granted(storage, leaseRequest('one', 'file/a', { minFence: SEEN_ELSEWHERE }));
        await storage.close();
        const other = await anotherClient();
        const next = await granted(other, leaseRequest('two', 'file/b', { ttlMs: LONG_MS }));
        expect(next.fence).toBeGreaterThan(grant.fence);
      },
    );
  });
}

function expectStrictlyGrowing(fences: number[]): void {
  for (const [index, fence] of fences.entries()) {
    if (index > 0) expect(fence).toBeGreaterThan(present(fences[index - 1]));
  }
}
