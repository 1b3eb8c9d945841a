import { AgentCoordError, EVENTS_LOG, pause } from '@agentcoord/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { idsOf, type LiveBed, makeLiveBed, push, until } from './support/live-hosts.js';

let bed: LiveBed;
beforeEach(async () => {
  bed = await makeLiveBed();
});
afterEach(() => bed.close());

async function modeOf(storage: { describe(): Promise<{ mode: string }> }): Promise<string> {
  return (await storage.describe()).mode;
}

describe('while the store of this host owns', () => {
  test('no call of a verb goes to the primary, and nothing happens when it dies', async () => {
    const { storage } = await bed.host('one', { settled: 'local' });
    await push(storage, 'a');
    bed.primary.isGone = true;
    await push(storage, 'b');
    await until(async () => (await modeOf(storage)).startsWith('local, Redis unreachable since'));
    await push(storage, 'c');
    expect(await idsOf(storage)).toEqual(['a', 'b', 'c']);
    const verbs = bed.primary.calls.filter((call) => !/^(replica|logs|signals)\./.test(call));
    expect(verbs).toEqual([]);
  });

  test('calls go on while a silent primary is asked again and again', async () => {
    const { storage } = await bed.host('one', { settled: 'local' });
    bed.primary.isSilent = true;
    const asked = bed.primary.calls.length;
    let pushed = 0;
    while (bed.primary.calls.length < asked + 10) {
      pushed += 1;
      await push(storage, `task-${pushed}`);
      await pause(5);
    }
    expect((await storage.queues.stats({})).counts.ready).toBe(pushed);
  });

  test('the primary follows, and the mode says how closely', async () => {
    const { storage } = await bed.host('one', { settled: 'local' });
    await push(storage, 'a');
    await until(async () => (await idsOf(bed.primary.store)).includes('a'));
    await until(async () => /^local, Redis follows \(\d+ ms behind\)$/.test(await modeOf(storage)));
    const status = await storage.failover.status();
    expect(status).toMatchObject({ owner: 'this-host', phase: 'owner', conflicts: 0, queued: 0 });
  });
});

describe('when a second host comes', () => {
  test('calls that are made meanwhile wait for the handover, and each has one effect', async () => {
    const one = await bed.host('one', { settled: 'local' });
    const asked: string[] = [];
    let isShared = false;
    const working = (async () => {
      for (let number = 0; !isShared || number < 100; number += 1) {
        const id = `task-${String(number).padStart(5, '0')}`;
        await push(one.storage, id);
        asked.push(id);
      }
    })();
    const two = await bed.host('two');
    await push(two.storage, 'zz-from-two');
    isShared = true;
    await working;
    const { tasks } = await two.storage.queues.list({ limit: 1_000 });
    expect(tasks.length).toBeGreaterThan(1);
    const stats = await two.storage.queues.stats({});
    expect(stats.counts.ready).toBe(asked.length + 1);
    await until(async () => (await modeOf(one.storage)) === 'Redis, shared by one, two');
  });

  test('a call whose reply was lost is answered by the new owner, and did not run twice', async () => {
    const { storage, local } = await bed.host('one', { settled: 'primary' });
    await push(storage, 'a');
    // From here on nothing is shipped before the reply is lost.
    bed.primary.losesReplies = 1;
    const claimed = await storage.queues.claim({ worker: 'w', leaseMs: 60_000 });
    expect(claimed).toMatchObject({ status: 'claimed' });
    const claims = await storage.queues.stats({});
    expect(claims.counts.claimed).toBe(1);
    await until(async () => (await local.logs.head({ log: EVENTS_LOG })).sequence > 1);
  });

  test('waits hear the new owner', async () => {
    const one = await bed.host('one', { settled: 'local' });
    await push(one.storage, 'a');
    const ear = await one.storage.signals.listen({ channels: ['record/plans'] });
    const two = await bed.host('two');
    await push(two.storage, 'b');
    await push(one.storage, 'c');
    while ((await ear.next({ timeoutMs: 50 })) === 'signalled');
    await two.storage.records.put({ collection: 'plans', id: 'x', value: {} });
    expect(await ear.next({ timeoutMs: 5_000 })).toBe('signalled');
    await ear.close();
  });
});

test('who began to listen before its first call hears the owner that this call finds', async () => {
  await bed.primary.store.replica?.join({ storeId: 'elsewhere', host: 'elsewhere', ttlMs: 3_600_000 });
  const { storage } = await bed.host('one', { settled: 'local' });
  const ear = await storage.signals.listen({ channels: ['record/plans'] });
  await until(async () => (await storage.failover.status()).owner === 'redis');
  await push(storage, 'a');
  while ((await ear.next({ timeoutMs: 50 })) === 'signalled');
  // Twice: what the store of this host applies is signalled too, and one may be swallowed by the other.
  for (const id of ['x', 'y']) {
    await storage.records.put({ collection: 'plans', id, value: {} });
    expect(await ear.next({ timeoutMs: 5_000 })).toBe('signalled');
  }
  await ear.close();
});

describe('while the primary owns', () => {
  test('and is gone, locks and claims are refused with what to do, and nothing is granted', async () => {
    const { storage } = await bed.host('one', { settled: 'primary' });
    await push(storage, 'a');
    bed.primary.isGone = true;
    const refused = storage.leases.acquire({
      grantId: 'g',
      holder: 'h',
      keys: [{ key: 'file/a' }],
      ttlMs: 1_000,
    });
    await expect(refused).rejects.toMatchObject({
      code: 'storage_unavailable',
      data: { reason: 'primary_gone', address: 'redis.test:6379', since: expect.any(Number) },
    });
    await expect(refused).rejects.toThrow(
      /redis\.test:6379 has not answered since \d\d:\d\d.*nothing was changed/s,
    );
    await expect(push(storage, 'b')).rejects.toMatchObject({ code: 'storage_unavailable' });
    expect(await modeOf(storage)).toMatch(/^Redis unreachable since \d\d:\d\d: refusing locks and claims$/);
    bed.primary.isGone = false;
    await until(async () => (await modeOf(storage)) === 'Redis, shared by elsewhere, one');
    await push(storage, 'b');
  });

  test('and is gone, reads are answered by the copy of this host and say so', async () => {
    const { storage, local } = await bed.host('one', { settled: 'primary' });
    await push(storage, 'a');
    await until(async () => (await idsOf(local)).length === 1);
    expect(storage.failover.lastRead()).toEqual({ stale: false });
    bed.primary.isGone = true;
    expect(await idsOf(storage)).toEqual(['a']);
    expect(storage.failover.lastRead()).toMatchObject({ stale: true });
  });

  test('and is silent, a call still settles within its time', async () => {
    const { storage } = await bed.host('one', { settled: 'primary' });
    await push(storage, 'a');
    bed.primary.isSilent = true;
    await expect(push(storage, 'b', { timeoutMs: 600 })).rejects.toSatisfy((error) =>
      AgentCoordError.is(error, 'storage_unavailable', 'storage_unknown'),
    );
  });

  test('a configuration error is told at once', async () => {
    const { storage } = await bed.host('one', { settled: 'primary' });
    bed.primary.fault = new AgentCoordError('misconfigured', 'WRONGPASS invalid password');
    await expect(push(storage, 'a')).rejects.toMatchObject({ code: 'misconfigured' });
    await expect(idsOf(storage)).rejects.toMatchObject({ code: 'misconfigured' });
  });

  test('a full server is no reason to fall back', async () => {
    const { storage } = await bed.host('one', { settled: 'primary' });
    await push(storage, 'a');
    bed.primary.isFull = true;
    await expect(push(storage, 'b')).rejects.toMatchObject({ code: 'storage_unwritable' });
  });
});

describe('messages', () => {
  test('wait for an owner, and arrive once, in order, before those that are sent later', async () => {
    const { storage } = await bed.host('one', { settled: 'primary' });
    await storage.logs.append({ log: 'board', id: 'm0', author: 'ann', body: {} });
    bed.primary.isGone = true;
    for (const id of ['m1', 'm2', 'm3'])
      expect(await storage.logs.append({ log: 'board', id, author: 'ann', body: {} })).toMatchObject({
        sequence: 0,
        queued: true,
      });
    expect((await storage.failover.status()).queued).toBe(3);
    bed.primary.isGone = false;
    await until(
      async () => (await storage.logs.append({ log: 'board', id: 'm4', body: {} })).queued !== true,
    );
    const { entries } = await storage.logs.read({ log: 'board' });
    expect(entries.map(({ id }) => id)).toEqual(['m0', 'm1', 'm2', 'm3', 'm4']);
    expect(entries[1]?.author).toBe('ann');
    expect((await storage.failover.status()).queued).toBe(0);
  });

  test('that wait are sent by another process after their own is gone', async () => {
    const first = await bed.host('one', { settled: 'primary' });
    bed.primary.isGone = true;
    await first.storage.logs.append({ log: 'board', id: 'm1', body: {} });
    bed.primary.isGone = false;
    const folder = bed.folderOf('one');
    await bed.host('again', { folder, settled: undefined });
    await until(async () => (await bed.primary.store.logs.head({ log: 'board' })).count === 1);
  });
});
