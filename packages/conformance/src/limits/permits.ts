import { type AcquirePermit, newId, type Storage } from '@agentcoord/core';
import { describe, expect } from 'vitest';
import { expectStatus, LONG_MS, SHORT_MS } from '../harness/expectations.js';
import { guarantees } from '../harness/guarantees.js';
import type { StorageHarness } from '../harness/storage-harness.js';

export function describePermits(harness: StorageHarness): void {
  const guarantee = guarantees(harness);
  describe('permits', () => {
    guarantee('are given up to the number asked for, and no more', async ({ storage, needs }) => {
      await needs('strictLimits');
      const permits = [permit(), permit(), permit()];
      const expiries: number[] = [];
      for (const request of permits) {
        expiries.push(expectStatus(await storage.limits.acquirePermit(request), 'granted').expiresAt);
      }
      const reply = expectStatus(await storage.limits.acquirePermit(permit()), 'busy');
      expect(reply).toEqual({ status: 'busy', inUse: 3, nextDueAt: Math.min(...expiries) });
    });

    guarantee('come back when they are released, once', async ({ storage, needs }) => {
      await needs('strictLimits');
      const request = permit({ max: 1 });
      await storage.limits.acquirePermit(request);
      await busyPermit(storage, permit({ max: 1 }));
      expect((await storage.limits.releasePermit(request)).status).toBe('released');
      expect((await storage.limits.releasePermit(request)).status).toBe('gone');
      expectStatus(await storage.limits.acquirePermit(permit({ max: 1 })), 'granted');
      await busyPermit(storage, permit({ max: 1 }));
    });

    guarantee('come back when they expire', async ({ storage, needs, pass }) => {
      await needs('strictLimits');
      const request = permit({ max: 1, ttlMs: SHORT_MS });
      const first = expectStatus(await storage.limits.acquirePermit(request), 'granted');
      await pass(first.expiresAt);
      expectStatus(await storage.limits.renewPermit({ ...request, ttlMs: LONG_MS }), 'lost');
      expectStatus(await storage.limits.acquirePermit(permit({ max: 1 })), 'granted');
      expect((await storage.limits.releasePermit(request)).status).toBe('gone');
      await busyPermit(storage, permit({ max: 1 }));
    });

    guarantee('live on while they are renewed', async ({ storage, needs, pass }) => {
      await needs('strictLimits');
      const request = permit({ max: 1 });
      await storage.limits.acquirePermit(request);
      const before = await storage.now();
      const later = await storage.limits.renewPermit({ ...request, ttlMs: 2 * LONG_MS });
      expect(expectStatus(later, 'renewed').expiresAt).toBeGreaterThanOrEqual(before + 2 * LONG_MS);
      const earlier = expectStatus(
        await storage.limits.renewPermit({ ...request, ttlMs: SHORT_MS }),
        'renewed',
      );
      await pass(earlier.expiresAt);
      expectStatus(await storage.limits.acquirePermit(permit({ max: 1 })), 'granted');
      expectStatus(await storage.limits.renewPermit({ ...permit(), ttlMs: LONG_MS }), 'lost');
    });

    guarantee('are counted once for one id', async ({ storage, needs }) => {
      await needs('strictLimits');
      const request = permit({ max: 2 });
      await storage.limits.acquirePermit(request);
      expectStatus(await storage.limits.acquirePermit(request), 'granted');
      expectStatus(await storage.limits.acquirePermit(permit({ max: 2 })), 'granted');
      await busyPermit(storage, permit({ max: 2 }));
    });

    guarantee('follow the number of the caller and belong to one name', async ({ storage, needs }) => {
      await needs('strictLimits');
      await storage.limits.acquirePermit(permit({ max: 5 }));
      await storage.limits.acquirePermit(permit({ max: 5 }));
      await busyPermit(storage, permit({ max: 2 }));
      expectStatus(await storage.limits.acquirePermit(permit({ max: 3 })), 'granted');
      expectStatus(await storage.limits.acquirePermit(permit({ name: 'workers', max: 1 })), 'granted');
    });

    guarantee('signal their name when one is released', async ({ storage }) => {
      const request = permit();
      await storage.limits.acquirePermit(request);
      await using listener = await storage.signals.listen({ channels: ['permit/llm-calls'] });
      await storage.limits.releasePermit(request);
      expect(await listener.next({ timeoutMs: 10_000 })).toBe('signalled');
    });
  });
}

function permit(more: Partial<AcquirePermit> = {}): AcquirePermit {
  return { name: 'llm-calls', permitId: newId('permit'), holder: 'one', max: 3, ttlMs: LONG_MS, ...more };
}

async function busyPermit(storage: Storage, request: AcquirePermit): Promise<void> {
  expectStatus(await storage.limits.acquirePermit(request), 'busy');
}
