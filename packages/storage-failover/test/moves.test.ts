import { AgentCoordError } from '@agentcoord/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { turn } from '../src/keeper/turn.js';
import { Deadline } from '../src/router/deadline.js';
import { Whereabouts } from '../src/router/whereabouts.js';
import { digest, push, recordOf, shared, solo, stateOf } from './support/owners.js';
import { type Bed, keepFor, makeBed } from './support/two-hosts.js';

let bed: Bed;
beforeEach(async () => {
  bed = await makeBed();
});
afterEach(() => bed.close());

describe('solo to shared', () => {
  test('happens when another host comes, and leaves three equal copies', async () => {
    const [one, two] = await shared(bed);
    expect((await recordOf(one)).epoch).toBe((await recordOf(two)).epoch);
    await keepFor(bed.clock, [one, two], 1_250);
    const expected = await digest(bed.primary.store);
    expect(await digest(one.local)).toBe(expected);
    expect(await digest(two.local)).toBe(expected);
    expect(await stateOf(two.local, 'first')).toBe('ready');
  });

  test('the old owner runs nothing more, nor does a call that believes in it', async () => {
    const one = await solo(bed);
    const { epoch } = await recordOf(one);
    const two = await bed.host('two');
    await keepFor(bed.clock, [two, one], 1_250);
    for (const store of [one.local, bed.primary.store])
      await expect(push(store, epoch, 'late')).rejects.toMatchObject({ code: 'not_owner' });
    await push(bed.primary.store, (await recordOf(two)).epoch, 'second');
  });

  test('waits for a primary that goes away in the middle, and is finished by whoever comes by', async () => {
    const one = await solo(bed);
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

test('an owner whose machine stood still while it asked a primary that is away asks again, and works', async () => {
  const one = await solo(bed);
  const { setGate } = one.replica;
  let stops = 2;
  one.replica.setGate = async (request, options) => {
    const reply = await setGate(request, options);
    // What it was just admitted for is over before anybody can use it.
    if (stops > 0) bed.clock.pass(one.times.lookGoodMs + 1);
    stops -= 1;
    return reply;
  };
  bed.primary.isGone = true;
  bed.clock.pass(one.times.lookGoodMs + 1);
  const place = await new Whereabouts(one).find(new Deadline(bed.clock, { timeoutMs: 60_000 }));
  expect(place).toEqual({ at: 'own', epoch: (await recordOf(one)).epoch });
});

test('an operator may hand over although nobody has come, and the namespace stays there for a minute', async () => {
  const one = await solo(bed);
  await turn(one, 'hand-over');
  await keepFor(bed.clock, [one], 55_000);
  expect(await recordOf(one)).toMatchObject({ phase: 'follower', owner: 'redis' });
  await keepFor(bed.clock, [one], 7_500);
  expect((await recordOf(one)).phase).toBe('owner');
});

test('a host that may not own any more hands over', async () => {
  const one = await solo(bed);
  await keepFor(bed.clock, [{ ...one, mayOwnLocally: false }], 2_500);
  expect(await recordOf(one)).toMatchObject({ phase: 'follower', owner: 'redis' });
});

describe('shared to solo', () => {
  test('happens a minute after the last other host was heard of, not before', async () => {
    const [one, two] = await shared(bed);
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
    const one = await solo(bed);
    await turn(one, 'hand-over');
    await keepFor(bed.clock, [one], 55_000);
    expect(await recordOf(one)).toMatchObject({ phase: 'follower', owner: 'redis' });
    await keepFor(bed.clock, [one], 10_000);
    expect((await recordOf(one)).phase).toBe('owner');
  });

  test('is no reason to believe a server that was just emptied: it knows of nobody', async () => {
    const [one] = await shared(bed);
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

describe('a take-over', () => {
  test('gives the namespace to the primary at what was shipped; the old owner notes the rest and follows', async () => {
    const one = await solo(bed);
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
    const one = await solo(bed);
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
