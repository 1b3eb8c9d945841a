import type { Storage } from '@agentcoord/core';
import { Semaphore } from '@agentcoord/locks';
import { describe, expect, test } from 'vitest';
import { thrownBy } from './support/agents.js';
import { stores } from './support/stores.js';

function semaphore(storage: Storage, holder: string, max = 2): Semaphore {
  return new Semaphore({ storage, name: 'llm-calls', max, holder });
}

describe.each(stores)('on the %s store', (_name, open) => {
  test('never gives out more than the maximum, over all users of the name', async () => {
    const storage = await open();
    await semaphore(storage, 'one').acquire();
    const second = await semaphore(storage, 'two').acquire();
    expect(await semaphore(storage, 'three').tryAcquire()).toBeUndefined();
    await second.release();
    expect(await semaphore(storage, 'three').tryAcquire()).toBeDefined();
  });

  test('says how many were in use when none became free', async () => {
    const storage = await open();
    await semaphore(storage, 'one', 1).acquire();
    const error = await thrownBy(semaphore(storage, 'two', 1).acquire({ wait: 30 }));
    expect(error).toMatchObject({ code: 'timeout', data: { name: 'llm-calls', max: 1, inUse: 1 } });
  });

  test('a permit given back wakes who waits', async () => {
    const storage = await open();
    const first = await semaphore(storage, 'one', 1).acquire();
    const next = semaphore(storage, 'two', 1).acquire();
    await first.release();
    await (await next).release();
  });

  test('the permit of a holder that died is free after its ttl', async () => {
    const storage = await open();
    await storage.limits.acquirePermit({
      name: 'llm-calls',
      permitId: 'p1',
      holder: 'dead',
      max: 1,
      ttlMs: 50,
    });
    await (await semaphore(storage, 'two', 1).acquire()).release();
  });

  test('all get through, at most two at a time', async () => {
    const storage = await open();
    let inside = 0;
    let most = 0;
    const work = Array.from({ length: 12 }, (_, index) =>
      semaphore(storage, `worker-${index}`).withPermit({}, async () => {
        inside += 1;
        most = Math.max(most, inside);
        await storage.now();
        inside -= 1;
      }),
    );
    await Promise.all(work);
    expect(most).toBeLessThanOrEqual(2);
  });

  test('an abort ends the wait and takes no permit', async () => {
    const storage = await open();
    const first = await semaphore(storage, 'one', 1).acquire();
    const stop = new AbortController();
    const waiting = thrownBy(semaphore(storage, 'two', 1).acquire({ signal: stop.signal }));
    stop.abort();
    expect(await waiting).toMatchObject({ code: 'aborted' });
    await first.release();
    expect(await semaphore(storage, 'three', 1).tryAcquire()).toBeDefined();
  });

  test('release is idempotent and never aborts the signal', async () => {
    const storage = await open();
    await using permit = await semaphore(storage, 'one').acquire();
    await permit.release();
    await permit.release();
    expect(permit.signal.aborted).toBe(false);
    expect(permit.remainingMs()).toBe(0);
  });
});
