import { setImmediate as turn } from 'node:timers/promises';
import { AgentCoordError, type Clock, systemClock } from '@agentcoord/core';
import { describe, expect, test } from 'vitest';
import { aborted, agentsOn, thrownBy, waiting } from './support/agents.js';
import { memoryStore, stores } from './support/stores.js';
import { withLeases } from './support/with-leases.js';

describe.each(stores)('on the %s store', (_name, open) => {
  test('waiters get the lock in the order they came', async () => {
    const storage = await open();
    const { agent } = await agentsOn(storage);
    const held = await agent('holder').acquire('a.ts');
    const order: string[] = [];
    const turns: Array<Promise<void>> = [];
    for (const [index, name] of ['first', 'second', 'third', 'fourth'].entries()) {
      turns.push(
        agent(name).withLock('a.ts', {}, async () => {
          order.push(name);
        }),
      );
      await waiting(storage, index + 1);
    }
    await held.release();
    await Promise.all(turns);
    expect(order).toEqual(['first', 'second', 'third', 'fourth']);
  });

  test('a waiter lets those pass with whom it has no conflict', async () => {
    const storage = await open();
    const { agent } = await agentsOn(storage);
    const held = await agent('holder').acquire('a.ts');
    const turn = agent('waiter').acquire('a.ts');
    await waiting(storage, 1);
    expect(await agent('passer').tryAcquire('b.ts')).toBeDefined();
    expect(await agent('pusher').tryAcquire('a.ts')).toBeUndefined();
    await held.release();
    await (await turn).release();
  });

  test('those who wait are listed with the lock they wait for', async () => {
    const storage = await open();
    const { agent } = await agentsOn(storage);
    const held = await agent('holder').acquire('a.ts');
    const turn = agent('waiter').acquire('a.ts', { intent: 'me next' });
    await waiting(storage, 1);
    expect(await agent('reader').list()).toMatchObject([
      { path: 'a.ts', waiters: [{ holder: 'waiter#1', agent: 'waiter', intent: 'me next' }] },
    ]);
    await held.release();
    await (await turn).release();
  });

  test('who waits too long is told so, and has left the queue', async () => {
    const storage = await open();
    const { agent } = await agentsOn(storage);
    await agent('holder').acquire('a.ts');
    const error = await thrownBy(agent('waiter').acquire('a.ts', { wait: 60 }));
    expect(error).toMatchObject({ code: 'lock_held', data: { holder: 'holder#1' } });
    expect(error.message).toContain('Waited 60ms');
    expect((await storage.leases.inspect({})).waiters).toEqual([]);
  });

  test('who is aborted while waiting has left the queue, and those behind move up', async () => {
    const storage = await open();
    const { agent } = await agentsOn(storage);
    const held = await agent('holder').acquire('a.ts');
    const stop = new AbortController();
    const gone = thrownBy(agent('gone').acquire('a.ts', { signal: stop.signal }));
    await waiting(storage, 1);
    const next = agent('next').acquire('a.ts');
    await waiting(storage, 2);
    stop.abort();
    expect(await gone).toMatchObject({ code: 'aborted' });
    await waiting(storage, 1);
    await held.release();
    await (await next).release();
  });

  test('who is aborted before asking never asks', async () => {
    const storage = await open();
    const { agent } = await agentsOn(storage);
    const error = await thrownBy(agent('one').acquire('a.ts', { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ code: 'aborted' });
    expect(await storage.leases.inspect({})).toMatchObject({ grants: [], waiters: [] });
  });

  test('waiting while holding is refused, naming what is held and what to do', async () => {
    const storage = await open();
    const { agent } = await agentsOn(storage);
    const one = agent('one');
    await one.acquire('a.ts');
    await agent('two').acquire('b.ts');
    const error = await thrownBy(one.acquire('b.ts'));
    expect(error).toMatchObject({ code: 'would_deadlock', data: { paths: ['b.ts'], held: ['a.ts'] } });
    expect(error.message).toMatch(/holding a\.ts .* ask for all paths in one call/);
    expect((await storage.leases.inspect({})).waiters).toEqual([]);
    await one.acquire('c.ts');
  });

  test('a waiter gets the lock of a holder that cannot renew, when that holder has given it up by itself', async () => {
    const storage = await open();
    const { agent } = await agentsOn(storage);
    const cutOff = withLeases(storage, () => ({ renew: () => Promise.reject(unavailable()) }));
    const lost = await agent('cut off', { storage: cutOff }).acquire('a.ts', { ttl: 50 });
    const told = aborted(lost.signal);
    const next = await agent('next').acquire('a.ts');
    expect(lost.remainingMs()).toBe(0);
    expect(await told).toMatchObject({ code: 'lock_lost', data: { fence: lost.fence } });
    expect(next.fence).toBeGreaterThan(lost.fence);
    await lost.release();
    expect(await agent('next').list()).toHaveLength(1);
  });
});

describe.each(stores)('the shortest ttl, on the %s store', (_name, open) => {
  test('is renewed while held, and never believed in once the store no longer does', async () => {
    const storage = await open();
    let renewals = 0;
    const counted = withLeases(storage, (leases) => ({
      renew: (request, options) => {
        renewals += 1;
        return leases.renew(request, options);
      },
    }));
    const { agent } = await agentsOn(counted);
    const lock = await agent('one').acquire('a.ts', { ttl: 50 });
    while (renewals < 8 && !lock.signal.aborted) {
      const { valid } = await storage.leases.guard(lock);
      // A machine that stands still for 50 ms may lose it, but then its holder knows.
      expect(valid || lock.remainingMs() === 0).toBe(true);
      await turn();
    }
  });
});

describe('when the store is slow or its replies are lost', () => {
  test('an ask that is granted after its caller gave up is given back', async () => {
    const storage = await memoryStore();
    const stop = new AbortController();
    const slow = withLeases(storage, (leases) => ({
      acquire: async (request, options) => {
        const reply = await leases.acquire(request, options);
        expect(reply.status).toBe('granted');
        stop.abort();
        return reply;
      },
    }));
    const { agent } = await agentsOn(slow);
    expect(await thrownBy(agent('one').acquire('a.ts', { signal: stop.signal }))).toMatchObject({
      code: 'aborted',
    });
    expect((await storage.leases.inspect({})).grants).toEqual([]);
  });

  test('an abort does not wait for a store that hangs, and what it grants later is still given back', async () => {
    const storage = await memoryStore();
    const stop = new AbortController();
    let answer: () => void = () => undefined;
    const hanging = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const slow = withLeases(storage, (leases) => ({
      acquire: async (request, options) => {
        stop.abort();
        await hanging;
        return leases.acquire(request, options);
      },
    }));
    const { agent } = await agentsOn(slow);
    const one = agent('one');
    expect(await thrownBy(one.acquire('a.ts', { signal: stop.signal }))).toMatchObject({ code: 'aborted' });
    answer();
    await one.releaseAll();
    expect((await storage.leases.inspect({})).grants).toEqual([]);
  });

  test('a grant whose reply was lost is found again, and its time counts from the first send', async () => {
    const storage = await memoryStore();
    const clock = jumpingClock();
    let asks = 0;
    const lossy = withLeases(storage, (leases) => ({
      acquire: async (request, options) => {
        asks += 1;
        const reply = await leases.acquire(request, options);
        if (asks > 1) return reply;
        clock.jump(20_000);
        throw new AgentCoordError('storage_unknown', 'The reply was lost.');
      },
    }));
    const { agent } = await agentsOn(lossy);
    const lock = await agent('one', { clock }).acquire('a.ts', { ttl: '60s', wait: '10m' });
    expect(asks).toBe(2);
    expect(lock.remainingMs()).toBeLessThanOrEqual(40_000);
    expect((await storage.leases.inspect({})).grants).toHaveLength(1);
  });

  test('without time to wait the error of the store is the answer, and nothing stays behind', async () => {
    const storage = await memoryStore();
    const lossy = withLeases(storage, (leases) => ({
      acquire: async (request, options) => {
        await leases.acquire(request, options);
        throw new AgentCoordError('storage_unknown', 'The reply was lost.');
      },
    }));
    const { agent } = await agentsOn(lossy);
    expect(await thrownBy(agent('one').acquire('a.ts', { wait: 0 }))).toMatchObject({
      code: 'storage_unknown',
    });
    expect((await storage.leases.inspect({})).grants).toEqual([]);
  });

  test('a grant that arrives after its own end is not handed out', async () => {
    const storage = await memoryStore();
    const clock = jumpingClock();
    const late = withLeases(storage, (leases) => ({
      acquire: async (request, options) => {
        const reply = await leases.acquire(request, options);
        clock.jump(100);
        return reply;
      },
    }));
    const { agent } = await agentsOn(late);
    const error = await thrownBy(agent('one', { clock }).acquire('a.ts', { ttl: 50, wait: 0 }));
    expect(error).toMatchObject({ code: 'lock_lost', data: { ttlMs: 50 } });
    expect((await storage.leases.inspect({})).grants).toEqual([]);
  });

  test('a release that failed is told, and can be tried again', async () => {
    const storage = await memoryStore();
    let releases = 0;
    const failing = withLeases(storage, (leases) => ({
      release: (request, options) => {
        releases += 1;
        return releases === 1 ? Promise.reject(unavailable()) : leases.release(request, options);
      },
    }));
    const { agent } = await agentsOn(failing);
    const lock = await agent('one').acquire('a.ts');
    expect(await thrownBy(lock.release())).toMatchObject({ code: 'storage_unavailable' });
    await lock.release();
    expect((await storage.leases.inspect({})).grants).toEqual([]);
  });

  test('"ask again at once" is asked again at once', async () => {
    const storage = await memoryStore();
    let asks = 0;
    const reaping = withLeases(storage, (leases) => ({
      acquire: async (request, options) => {
        asks += 1;
        return asks < 4 ? { status: 'retry' } : leases.acquire(request, options);
      },
    }));
    const { agent } = await agentsOn(reaping);
    await agent('one').acquire('a.ts', { wait: 0 });
    expect(asks).toBe(4);
  });
});

function unavailable(): AgentCoordError {
  return new AgentCoordError('storage_unavailable', 'Cut off by the test.');
}

function jumpingClock(): Clock & { jump(ms: number): void } {
  let ahead = 0;
  return {
    elapsed: () => systemClock.elapsed() + ahead,
    wall: () => systemClock.wall(),
    jump(ms) {
      ahead += ms;
    },
  };
}
