import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { digest, push, recordOf, shared, solo, stateOf } from './support/owners.js';
import { type Bed, keepFor, makeBed } from './support/two-hosts.js';

let bed: Bed;
beforeEach(async () => {
  bed = await makeBed();
});
afterEach(() => bed.close());

describe('a primary that comes back', () => {
  test('whole while it owned is adopted at once', async () => {
    const [one, two] = await shared(bed);
    const { epoch } = await recordOf(one);
    bed.primary.restart();
    await keepFor(bed.clock, [one, two], 1_250);
    const now = await recordOf(one);
    expect(now).toMatchObject({ phase: 'follower', owner: 'redis' });
    expect(now.epoch).toBeGreaterThan(epoch);
    await push(bed.primary.store, now.epoch, 'second');
  });

  test('old while it owned gets back what a follower has, and grants no lock before the longest is over', async () => {
    const [one, two] = await shared(bed);
    await bed.primary.save();
    await push(bed.primary.store, (await recordOf(one)).epoch, 'second');
    await keepFor(bed.clock, [one, two], 1_250);
    bed.primary.restartOld();
    expect(await stateOf(bed.primary.store, 'second')).toBeUndefined();
    await keepFor(bed.clock, [one, two], 10_000);
    expect(await stateOf(bed.primary.store, 'second')).toBe('ready');
    const { epoch } = await recordOf(two);
    const ask = { grantId: 'grant', holder: 'two', keys: [{ key: 'file/a' }], ttlMs: 1_000 };
    expect((await bed.primary.store.leases.acquire(ask, { epoch })).status).toBe('busy');
    await keepFor(bed.clock, [one, two], 60_000);
    expect((await bed.primary.store.leases.acquire(ask, { epoch })).status).toBe('granted');
    const expected = await digest(bed.primary.store);
    await keepFor(bed.clock, [one, two], 1_250);
    expect(await digest(one.local)).toBe(expected);
  });

  test('empty while it owned is filled by a follower', async () => {
    const [one, two] = await shared(bed);
    await keepFor(bed.clock, [one, two], 1_250);
    await bed.primary.empty();
    await keepFor(bed.clock, [one, two], 10_000);
    expect(await stateOf(bed.primary.store, 'first')).toBe('ready');
    expect((await recordOf(one)).epoch).toBe((await recordOf(two)).epoch);
  });

  describe.each(['empty', 'old'])('%s', (how) => {
    test('is followed by equal copies, also where one of them was newer than its own position', async () => {
      const [one, two] = await shared(bed);
      const { epoch } = await recordOf(one);
      const { store } = bed.primary;
      await keepFor(bed.clock, [one, two], 0);
      // Both hear of the task. One of them reads it later, as it is when it has ended, and hears of nothing after that.
      const before = (await one.replica.look()).position;
      await push(store, epoch, 'second');
      await keepFor(bed.clock, [two], 0);
      if (how === 'old') await bed.primary.save();
      for (const _task of ['first', 'second']) {
        const claimed = await store.queues.claim({ worker: 'w', leaseMs: 60_000 }, { epoch });
        const [claim] = claimed.status === 'claimed' ? claimed.claims : [];
        if (claim === undefined) throw new Error('nothing to claim');
        const ended = { taskId: claim.task.id, fence: claim.fence, outcome: { kind: 'complete' } } as const;
        await store.queues.settle(ended, { epoch });
      }
      const read = await store.replica?.changes({ after: before, limit: 1 });
      if (read?.status !== 'changes') throw new Error('nothing has changed');
      const origin = { source: 'redis', epoch };
      expect(await one.replica.apply({ batch: { ...read.batch, origin } })).toMatchObject({
        status: 'applied',
      });
      expect(await stateOf(one.local, 'second')).toBe('completed');
      expect((await one.replica.look()).position).toEqual((await two.replica.look()).position);

      await (how === 'empty' ? bed.primary.empty() : bed.primary.restartOld());
      await keepFor(bed.clock, [one], 8_000);
      await keepFor(bed.clock, [two, one], 5_000);
      const expected = await digest(bed.primary.store);
      expect(await digest(one.local)).toBe(expected);
      expect(await digest(two.local)).toBe(expected);
    });
  });

  test('gets from a second follower what the first did not have', async () => {
    const [one, two] = await shared(bed);
    await keepFor(bed.clock, [one, two], 1_250);
    // Only host two hears of the second task before everything is lost.
    await push(bed.primary.store, (await recordOf(one)).epoch, 'second');
    await keepFor(bed.clock, [two], 1_250);
    await bed.primary.empty();
    await keepFor(bed.clock, [one], 8_000);
    expect(await stateOf(bed.primary.store, 'second')).toBeUndefined();
    await keepFor(bed.clock, [two, one], 5_000);
    expect(await stateOf(bed.primary.store, 'second')).toBe('ready');
    expect(await stateOf(two.local, 'second')).toBe('ready');
  });

  test('old or empty while a store owned is replaced by a snapshot', async () => {
    const one = await solo(bed);
    await bed.primary.save();
    await push(one.local, (await recordOf(one)).epoch, 'second');
    bed.primary.restartOld();
    await keepFor(bed.clock, [one], 2_500);
    const two = await bed.host('two');
    await keepFor(bed.clock, [two, one], 5_000);
    expect(await stateOf(bed.primary.store, 'second')).toBe('ready');
    expect(await digest(bed.primary.store)).toBe(await digest(one.local));
  });
});
