import { AgentCoordError, digestReplica, type Storage } from '@agentcoord/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Host } from '../src/host.js';
import { lookAtOwn } from '../src/keeper/own-gate.js';
import { turn } from '../src/keeper/turn.js';
import { type Bed, keepFor, makeBed } from './support/two-hosts.js';

let bed: Bed;
beforeEach(async () => {
  bed = await makeBed();
});
afterEach(() => bed.close());

async function recordOf(host: Host) {
  return (await lookAtOwn(host)).record;
}

async function digest(storage: Storage): Promise<string> {
  if (storage.replica === undefined) throw new Error('It has no facet replica.');
  return (await digestReplica(storage.replica)).digest;
}

async function push(storage: Storage, epoch: number, id: string): Promise<void> {
  await storage.queues.push({ tasks: [{ id, title: id }] }, { epoch });
}

async function stateOf(storage: Storage, id: string) {
  return (await storage.queues.get({ taskIds: [id] }))[0]?.state;
}

/** Host one owns alone and has made a task. */
async function solo(): Promise<Host> {
  const host = await bed.host('one');
  await keepFor(bed.clock, [host], 7_500);
  expect((await recordOf(host)).phase).toBe('owner');
  await push(host.local, (await recordOf(host)).epoch, 'first');
  return host;
}

/** Two hosts share the primary. */
async function shared(): Promise<[Host, Host]> {
  const one = await solo();
  const two = await bed.host('two');
  await keepFor(bed.clock, [two, one, two], 2_500);
  for (const host of [one, two])
    expect(await recordOf(host)).toMatchObject({ phase: 'follower', owner: 'redis' });
  return [one, two];
}

describe('solo to shared', () => {
  test('happens when another host comes, and leaves three equal copies', async () => {
    const [one, two] = await shared();
    expect((await recordOf(one)).epoch).toBe((await recordOf(two)).epoch);
    await keepFor(bed.clock, [one, two], 1_250);
    const expected = await digest(bed.primary.store);
    expect(await digest(one.local)).toBe(expected);
    expect(await digest(two.local)).toBe(expected);
    expect(await stateOf(two.local, 'first')).toBe('ready');
  });

  test('the old owner runs nothing more, nor does a call that believes in it', async () => {
    const one = await solo();
    const { epoch } = await recordOf(one);
    const two = await bed.host('two');
    await keepFor(bed.clock, [two, one], 1_250);
    for (const store of [one.local, bed.primary.store])
      await expect(push(store, epoch, 'late')).rejects.toMatchObject({ code: 'not_owner' });
    await push(bed.primary.store, (await recordOf(two)).epoch, 'second');
  });

  test('waits for a primary that goes away in the middle, and is finished by whoever comes by', async () => {
    const one = await solo();
    const two = await bed.host('two');
    await turn(two);
    // It stops, and the primary is gone before it has everything.
    const { setGate } = one.replica;
    one.replica.setGate = (request, options) => {
      if (request.record.phase === 'handing-over') bed.primary.isGone = true;
      return setGate(request, options);
    };
    await push(one.local, (await recordOf(one)).epoch, 'second');
    await turn(one);
    expect((await recordOf(one)).phase).toBe('handing-over');
    await expect(push(one.local, (await recordOf(one)).epoch, 'late')).rejects.toMatchObject({
      code: 'not_owner',
    });
    await keepFor(bed.clock, [one, two], 10_000);
    expect((await recordOf(one)).phase).toBe('handing-over');
    one.replica.setGate = setGate;
    bed.primary.isGone = false;
    await keepFor(bed.clock, [one, two], 2_500);
    expect(await recordOf(two)).toMatchObject({ phase: 'follower', owner: 'redis' });
    expect(await stateOf(bed.primary.store, 'second')).toBe('ready');
  });
});

test('an operator may hand over although nobody has come, and the namespace stays there for a minute', async () => {
  const one = await solo();
  await turn(one, 'hand-over');
  await keepFor(bed.clock, [one], 55_000);
  expect(await recordOf(one)).toMatchObject({ phase: 'follower', owner: 'redis' });
  await keepFor(bed.clock, [one], 7_500);
  expect((await recordOf(one)).phase).toBe('owner');
});

test('a host that may not own any more hands over', async () => {
  const one = await solo();
  await keepFor(bed.clock, [{ ...one, mayOwnLocally: false }], 2_500);
  expect(await recordOf(one)).toMatchObject({ phase: 'follower', owner: 'redis' });
});

describe('shared to solo', () => {
  test('happens a minute after the last other host was heard of, not before', async () => {
    const [one, two] = await shared();
    await keepFor(bed.clock, [one], 58_000);
    expect((await recordOf(one)).phase).toBe('follower');
    await push(bed.primary.store, (await recordOf(one)).epoch, 'second');
    await keepFor(bed.clock, [one], 5_000);
    const { phase, epoch } = await recordOf(one);
    expect(phase).toBe('owner');
    await push(one.local, epoch, 'third');
    expect(await stateOf(one.local, 'second')).toBe('ready');
    await expect(push(bed.primary.store, epoch, 'late')).rejects.toMatchObject({ code: 'not_owner' });
    expect((await recordOf(two)).phase).toBe('follower');
  });

  test('does not undo at once what an operator has handed over', async () => {
    const one = await solo();
    await turn(one, 'hand-over');
    await keepFor(bed.clock, [one], 55_000);
    expect(await recordOf(one)).toMatchObject({ phase: 'follower', owner: 'redis' });
    await keepFor(bed.clock, [one], 10_000);
    expect((await recordOf(one)).phase).toBe('owner');
  });

  test('is no reason to believe a server that was just emptied: it knows of nobody', async () => {
    const [one] = await shared();
    await bed.primary.empty();
    await keepFor(bed.clock, [one], 50_000);
    expect(await recordOf(one)).toMatchObject({ phase: 'follower', owner: 'redis' });
  });

  test('never happens to a host that may not own', async () => {
    const host = await bed.host('far', { mayOwnLocally: false });
    await keepFor(bed.clock, [host], 120_000);
    expect(await recordOf(host)).toMatchObject({ phase: 'follower', owner: 'redis' });
  });
});

describe('a primary that comes back', () => {
  test('whole while it owned is adopted at once', async () => {
    const [one, two] = await shared();
    const { epoch } = await recordOf(one);
    bed.primary.restart();
    await keepFor(bed.clock, [one, two], 1_250);
    const now = await recordOf(one);
    expect(now).toMatchObject({ phase: 'follower', owner: 'redis' });
    expect(now.epoch).toBeGreaterThan(epoch);
    await push(bed.primary.store, now.epoch, 'second');
  });

  test('old while it owned gets back what a follower has, and grants no lock before the longest is over', async () => {
    const [one, two] = await shared();
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
    const [one, two] = await shared();
    await keepFor(bed.clock, [one, two], 1_250);
    await bed.primary.empty();
    await keepFor(bed.clock, [one, two], 10_000);
    expect(await stateOf(bed.primary.store, 'first')).toBe('ready');
    expect((await recordOf(one)).epoch).toBe((await recordOf(two)).epoch);
  });

  describe.each(['empty', 'old'])('%s', (how) => {
    test('is followed by equal copies, also where one of them was newer than its own position', async () => {
      const [one, two] = await shared();
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
    const [one, two] = await shared();
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
    const one = await solo();
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

describe('a take-over', () => {
  test('gives the namespace to the primary at what was shipped; the old owner notes the rest and follows', async () => {
    const one = await solo();
    const two = await bed.host('two');
    // Shipped is `first`; `second` is not.
    await keepFor(bed.clock, [one], 1_250);
    const replica = await one.primary.replica();
    const at = await replica.look();
    expect(at.position.sequence).toBe(0);
    await push(one.local, (await recordOf(one)).epoch, 'second');
    bed.clock.pass(30_000);
    for (let passed = 0; passed < 10_000; passed += 1_250) {
      await turn(two, 'take-over');
      bed.clock.pass(1_250);
    }
    expect(await recordOf(two)).toMatchObject({ phase: 'follower', owner: 'redis' });
    await keepFor(bed.clock, [one, two], 2_500);
    expect(await recordOf(one)).toMatchObject({ phase: 'follower', owner: 'redis' });
    const conflicts = await one.conflicts.list();
    expect(conflicts.map(({ entity }) => entity)).toContain('task/second');
    expect(await digest(one.local)).toBe(await digest(bed.primary.store));
  });

  test('is impossible while the owner is there', async () => {
    const one = await solo();
    const two = await bed.host('two');
    await turn(two, 'take-over');
    await keepFor(bed.clock, [one], 1_250);
    const { epoch } = await recordOf(one);
    await turn(two, 'take-over');
    // It handed over, as it was asked to by the join.
    expect((await recordOf(two)).epoch).toBe(epoch);
  });
});

describe('work done before the primary was seen', () => {
  test('is added as well where it was done before a primary was configured', async () => {
    const far = await bed.host('far', { mayOwnLocally: false });
    await keepFor(bed.clock, [far], 7_500);
    const late = await bed.host('late');
    await late.local.queues.push({ tasks: [{ id: 'old', title: 'old' }] });
    await keepFor(bed.clock, [late, far], 2_500);
    expect(await recordOf(late)).toMatchObject({ phase: 'follower', owner: 'redis' });
    expect(await stateOf(bed.primary.store, 'old')).toBe('ready');
    expect(await digest(late.local)).toBe(await digest(bed.primary.store));
  });

  test('is added to a namespace that others own, after its locks are over', async () => {
    const far = await bed.host('far', { mayOwnLocally: false });
    await keepFor(bed.clock, [far], 7_500);
    const late = await bed.host('late');
    bed.primary.isGone = true;
    await turn(late);
    await push(late.local, 0, 'unseen');
    await late.local.logs.append({ log: 'board', id: 'post', body: { text: 'hello' } }, { epoch: 0 });
    const ask = { grantId: 'grant', holder: 'late', keys: [{ key: 'file/a' }], ttlMs: 10_000 };
    await late.local.leases.acquire(ask, { epoch: 0 });
    bed.primary.isGone = false;
    await keepFor(bed.clock, [late, far], 2_500);
    expect(await recordOf(late)).toMatchObject({ phase: 'leaving' });
    await expect(push(late.local, 0, 'more')).rejects.toSatisfy((error) =>
      AgentCoordError.is(error, 'not_owner'),
    );
    await keepFor(bed.clock, [late, far], 12_500);
    expect(await recordOf(late)).toMatchObject({ phase: 'follower', owner: 'redis' });
    expect(await stateOf(bed.primary.store, 'unseen')).toBe('ready');
    expect((await bed.primary.store.logs.head({ log: 'board' })).count).toBe(1);
    expect(await digest(late.local)).toBe(await digest(bed.primary.store));
  });
});
