import { AgentCoordError, type LeaseKey, type Storage } from '@agentcoord/core';
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

/** Whether a store runs a mutation of somebody who believes in that epoch. */
async function runs(storage: Storage, epoch: number): Promise<boolean> {
  const put = { collection: 'probe', id: 'one', value: {} };
  return storage.records.put(put, { epoch }).then(
    () => true,
    (error: unknown) => {
      if (AgentCoordError.is(error, 'not_owner')) return false;
      throw error;
    },
  );
}

async function recordOf(host: Host) {
  return (await lookAtOwn(host)).record;
}

/** This host owns alone. */
async function bound(): Promise<{ host: Host; epoch: number }> {
  const host = await bed.host('one');
  await keepFor(bed.clock, [host], 7_500);
  const { phase, epoch } = await recordOf(host);
  expect(phase).toBe('owner');
  return { host, epoch };
}

describe('binding', () => {
  test('is announced, waits out the objection time, and gives the namespace to the store of this machine', async () => {
    const host = await bed.host('one');
    await turn(host);
    bed.clock.pass(4_900);
    await turn(host);
    expect((await recordOf(host)).phase).toBe('unbound');
    bed.clock.pass(200);
    await turn(host);
    const { phase, epoch } = await recordOf(host);
    expect(phase).toBe('owner');
    expect(await runs(host.local, epoch)).toBe(true);
    expect(await runs(bed.primary.store, epoch)).toBe(false);
  });

  test('waits for nobody where no other store can be there, and does once one can', async () => {
    let isPrivate = true;
    const alone = await bed.host('one', { isPrivate: async () => isPrivate });
    await turn(alone);
    expect((await recordOf(alone)).phase).toBe('owner');

    await bed.primary.empty();
    isPrivate = false;
    const told = await bed.host('two', { isPrivate: async () => isPrivate });
    await turn(told);
    expect((await recordOf(told)).phase).toBe('unbound');
  });

  test('of two stores at once makes one owner', async () => {
    const hosts = [await bed.host('one'), await bed.host('two')];
    await keepFor(bed.clock, hosts, 7_500);
    const owners = await Promise.all(hosts.map(async (host) => (await recordOf(host)).owner));
    expect(new Set(owners).size).toBe(1);
  });

  test('gives it to the primary where no store may own', async () => {
    const host = await bed.host('one', { mayOwnLocally: false });
    await keepFor(bed.clock, [host], 7_500);
    const { phase, owner, epoch } = await recordOf(host);
    expect([phase, owner]).toEqual(['follower', 'redis']);
    expect(await runs(bed.primary.store, epoch)).toBe(true);
    expect(await runs(host.local, epoch)).toBe(false);
  });

  test('grants no lock on a young server before leases that it may have forgotten are over', async () => {
    await bed.primary.empty();
    const host = await bed.host('one');
    await keepFor(bed.clock, [host], 7_500);
    const { epoch } = await recordOf(host);
    const keys: LeaseKey[] = [{ key: 'file/a' }];
    const ask = { grantId: 'grant', holder: 'one', keys, ttlMs: 1_000 };
    expect((await host.local.leases.acquire(ask, { epoch })).status).toBe('busy');
    await keepFor(bed.clock, [host], 60_000);
    expect((await host.local.leases.acquire(ask, { epoch })).status).toBe('granted');
  });
});

describe('an owner', () => {
  test('runs nothing half the objection time after its last look began', async () => {
    const { host, epoch } = await bound();
    bed.clock.pass(2_499);
    expect(await runs(host.local, epoch)).toBe(true);
    bed.clock.pass(2);
    expect(await runs(host.local, epoch)).toBe(false);
    await turn(host);
    expect(await runs(host.local, epoch)).toBe(true);
  });

  test('counts that time from before the look, however long its process was stopped in it', async () => {
    const { host, epoch } = await bound();
    const { setGate } = host.replica;
    let wasStopped = false;
    host.replica.setGate = (request, options) => {
      if (!wasStopped) bed.clock.pass(3_000);
      wasStopped = true;
      return setGate(request, options);
    };
    await turn(host);
    expect(wasStopped).toBe(true);
    expect(await runs(host.local, epoch)).toBe(false);
  });

  test('goes on while the primary is gone, and says since when', async () => {
    const { host, epoch } = await bound();
    bed.primary.isGone = true;
    await keepFor(bed.clock, [host], 60_000);
    expect(await runs(host.local, epoch)).toBe(true);
    expect((await recordOf(host)).goneSince).toBeGreaterThan(0);
  });

  test('that has met others waits for an answer after a gap, also one the machine slept through', async () => {
    const { host, epoch } = await bound();
    const { view, record } = await lookAtOwn(host);
    const { gate } = view;
    await host.replica.setGate({
      ...{
        ifVersion: gate.version,
        admits: gate.admits,
        admitsUntil: gate.admitsUntil,
        applies: gate.applies,
      },
      record: { ...record, hasMetOthers: true },
    });
    bed.primary.isGone = true;
    bed.clock.sleep(3_600_000);
    bed.clock.pass(2_500);
    await turn(host);
    expect(await runs(host.local, epoch)).toBe(false);
    bed.primary.isGone = false;
    await turn(host);
    expect(await runs(host.local, epoch)).toBe(true);
  });

  test('restores its marker in an emptied primary, which never runs anything', async () => {
    const { host, epoch } = await bound();
    await bed.primary.empty();
    expect(await runs(bed.primary.client(), epoch)).toBe(false);
    await turn(host);
    expect((await recordOf(host)).epoch).toBe(epoch);
    expect(await runs(host.local, epoch)).toBe(true);
    expect(await runs(bed.primary.store, epoch)).toBe(false);
  });
});

describe('a process that may not take part', () => {
  test('fails at once and alone', async () => {
    const { host, epoch } = await bound();
    bed.primary.fault = new AgentCoordError('misconfigured', 'WRONGPASS');
    await expect(turn(host)).rejects.toMatchObject({ code: 'misconfigured' });
    expect(await runs(host.local, epoch)).toBe(true);
  });

  test('a server that cannot write is no reason to stop, and none to fall back', async () => {
    const { host, epoch } = await bound();
    bed.primary.isFull = true;
    await keepFor(bed.clock, [host], 5_000);
    expect(await runs(host.local, epoch)).toBe(true);
  });
});

describe('work before the primary was seen', () => {
  test('is possible beside a primary of this machine, and refused beside another', async () => {
    bed.primary.isGone = true;
    const host = await bed.host('one');
    const elsewhere = await bed.host('two', { mayOwnLocally: false });
    await turn(host);
    await turn(elsewhere);
    expect(await runs(host.local, 0)).toBe(true);
    expect(await runs(elsewhere.local, 0)).toBe(false);
  });

  test('does not begin because the primary is silent for a moment, however many processes ask', async () => {
    bed.primary.isSilent = true;
    const store = (await bed.host('one')).local;
    for (let asked = 0; asked < 4; asked += 1) {
      await turn(await bed.host('one', { local: store }));
      bed.clock.pass(1_250);
    }
    expect(await runs(store, 0)).toBe(false);
    bed.primary.isSilent = false;
    const host = await bed.host('one', { local: store });
    await turn(host);
    expect((await recordOf(host)).phase).toBe('unbound');
  });

  test('begins when the primary was silent for the objection time, without an answer in between', async () => {
    bed.primary.isSilent = true;
    const host = await bed.host('one');
    await keepFor(bed.clock, [host], 3_750);
    bed.primary.isSilent = false;
    await turn(host);
    bed.primary.isSilent = true;
    await keepFor(bed.clock, [host], 3_750);
    expect(await runs(host.local, 0)).toBe(false);
    await keepFor(bed.clock, [host], 1_250);
    expect(await runs(host.local, 0)).toBe(true);
  });

  test('does not begin by a silence that was heard long ago', async () => {
    bed.primary.isSilent = true;
    const host = await bed.host('one');
    await turn(host);
    bed.clock.pass(60_000);
    await turn(host);
    expect(await runs(host.local, 0)).toBe(false);
  });

  test('goes on by the same rule in a store that worked before a primary was configured', async () => {
    const host = await bed.host('one');
    await host.local.records.put({ collection: 'probe', id: 'zero', value: {} });
    bed.primary.isSilent = true;
    await turn(host);
    expect(await runs(host.local, 0)).toBe(false);
    bed.primary.isSilent = false;
    bed.primary.isGone = true;
    const { local } = host;
    await turn(await bed.host('one', { local }));
    expect(await runs(local, 0)).toBe(true);
  });

  test('becomes the namespace where nobody owns it', async () => {
    bed.primary.isGone = true;
    const host = await bed.host('one');
    await turn(host);
    expect(await runs(host.local, 0)).toBe(true);
    bed.primary.isGone = false;
    await keepFor(bed.clock, [host], 7_500);
    const { phase, epoch } = await recordOf(host);
    expect(phase).toBe('owner');
    expect(await host.local.records.get({ collection: 'probe', ids: ['one'] })).toMatchObject([
      { version: 1 },
    ]);
    expect(await runs(host.local, epoch)).toBe(true);
  });
});
