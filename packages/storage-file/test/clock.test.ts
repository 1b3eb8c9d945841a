import { expect, test, vi } from 'vitest';
import { openStoreClock } from '../src/clock/open-store-clock.js';
import { type Boot, continueClock, thisBoot } from '../src/clock/store-clock.js';
import { openMemoryStorage } from '../src/index.js';
import { type Connection, connect } from '../src/opening/connect.js';
import { STORE_DATABASE } from '../src/schema.js';
import { chooseAdapter } from '../src/sqlite/choose-adapter.js';
import { startActor } from './support/actor.js';
import { openStore } from './support/open.js';
import { temporaryFolder } from './support/temporary.js';

vi.setConfig({ testTimeout: 120_000 });

const HOUR_MS = 3_600_000;
const lease = { grantId: 'grant-1', holder: 'one', keys: [{ key: 'file/a' }], ttlMs: 60_000 };

test.each([HOUR_MS, -HOUR_MS])(
  'a process whose wall clock is wrong by %i ms sees and sets the same time as all',
  async (wrongBy) => {
    const folder = temporaryFolder();
    const storage = await openStore(folder);
    await storage.leases.acquire(lease);
    const actor = await startActor({ folder, environment: { TEST_WALL_CLOCK_WRONG_BY_MS: String(wrongBy) } });
    const before = await storage.now();
    const { reply: seen } = await actor.call('now');
    expect(seen).toBeGreaterThanOrEqual(before);
    expect(seen).toBeLessThanOrEqual(await storage.now());
    // It expires nobody's lease, and its own do not last an hour longer.
    const other = await actor.call('leases.acquire', { ...lease, grantId: 'grant-2', holder: 'two' });
    expect(other.reply).toMatchObject({ status: 'busy', conflicts: [{ grantId: 'grant-1' }] });
    const own = await actor.call('leases.acquire', {
      ...lease,
      grantId: 'grant-3',
      keys: [{ key: 'file/b' }],
    });
    const { grant } = own.reply as { grant: { expiresAt: number } };
    expect(grant.expiresAt).toBeLessThanOrEqual((await storage.now()) + 60_000);
  },
);

test('no verb asks the wall clock', async () => {
  const folder = temporaryFolder();
  const storage = await openStore(folder);
  const wallClock = vi.spyOn(Date, 'now');
  await storage.leases.acquire(lease);
  await storage.queues.push({ tasks: [{ id: 'a', title: 'A' }] });
  await storage.queues.claim({ worker: 'one', leaseMs: 1_000 });
  await storage.queues.stats({});
  await storage.records.put({ collection: 'things', id: 'a', value: {} });
  await storage.logs.append({ log: 'audit', id: 'a', body: {} });
  expect(wallClock).not.toHaveBeenCalled();
  wallClock.mockRestore();
});

test('an hour of a turned clock expires what had less than an hour', async () => {
  let elapsed = 0;
  await using storage = await openMemoryStorage({
    clock: { elapsed: () => elapsed, wall: () => Date.UTC(2026, 0) },
  });
  await storage.leases.acquire(lease);
  elapsed += HOUR_MS;
  expect(await storage.now()).toBe(Date.UTC(2026, 0) + HOUR_MS);
  expect(await storage.leases.acquire({ ...lease, grantId: 'grant-2', holder: 'two' })).toMatchObject({
    status: 'granted',
  });
});

test('a session is forgotten after half an hour without a call, not before', async () => {
  let elapsed = 0;
  await using storage = await openMemoryStorage({
    clock: { elapsed: () => elapsed, wall: () => Date.UTC(2026, 0) },
  });
  const operation = { session: 'session-1', slot: 0, sequence: 1 };
  await storage.sessions.open({ session: 'session-1' });
  elapsed += HOUR_MS / 2 - 1;
  expect(await storage.sessions.burn(operation)).toEqual({ status: 'burned' });
  elapsed += HOUR_MS / 2 - 1;
  expect(await storage.sessions.burn(operation)).toEqual({ status: 'burned' });
  elapsed += HOUR_MS / 2 + 61_000;
  await expect(storage.sessions.burn(operation)).rejects.toMatchObject({ code: 'session_expired' });
});

interface Times {
  expires_at: number;
}

function expiryOf({ database }: Connection): number {
  return database.prepare<Times>('SELECT expires_at FROM leases').get()?.expires_at ?? 0;
}

test('after a reboot leases have the time left that they had, however long the machine was off', async () => {
  const folder = temporaryFolder();
  const storage = await openStore(folder);
  await storage.leases.acquire(lease);
  await storage.close();
  const adapter = chooseAdapter();
  const connection = await connect({ folder, kind: STORE_DATABASE, adapter, durability: 'process' });
  const newest = thisBoot.wallMs();
  const before = expiryOf(connection);
  let uptime = 5_000;
  const reboot: Boot = { id: 'next', monotonicMs: () => uptime, wallMs: () => newest + 8 * HOUR_MS };
  const clock = await openStoreClock(connection, {}, reboot);
  expect(clock.nowMs()).toBe(newest + 8 * HOUR_MS);
  const left = expiryOf(connection) - clock.nowMs();
  expect(left).toBeGreaterThan(0);
  expect(left).toBeGreaterThanOrEqual(60_000 - (newest - (before - 60_000)) - 1);
  expect(left).toBeLessThanOrEqual(60_000);
  // Set once: whoever opens it next in the same boot changes nothing.
  uptime += 1_000;
  const again = await openStoreClock(connection, {}, { ...reboot, wallMs: () => newest + 90 * HOUR_MS });
  expect(again.nowMs()).toBe(newest + 8 * HOUR_MS + 1_000);
  connection.close();
});

test('a copy writes nothing of its own after a reboot, and takes its owner’s clock over anew', async () => {
  const folder = temporaryFolder();
  const storage = await openStore(folder);
  await storage.leases.acquire(lease);
  const gate = { ifVersion: 0, admits: null, applies: { source: 'redis', epoch: 1 }, record: {} };
  await storage.replica?.setGate(gate);
  const { sequence } = await storage.logs.head({ log: 'events' });
  const before = await storage.now();
  await storage.close();
  const connection = await connect({
    ...{ folder, kind: STORE_DATABASE, adapter: chooseAdapter() },
    durability: 'process',
  });
  const expiry = expiryOf(connection);
  const reboot: Boot = { id: 'next', monotonicMs: () => 5_000, wallMs: () => before + 8 * HOUR_MS };
  const clock = await openStoreClock(connection, {}, reboot);
  expect(clock.nowMs()).toBe(before + 8 * HOUR_MS);
  expect(expiryOf(connection)).toBe(expiry);
  const last = connection.database
    .prepare<{ last: number }>('SELECT max(sequence) AS last FROM events')
    .get();
  expect(last?.last).toBe(sequence);
  connection.close();
});

test('the clock never goes back, though the machine comes up with a wall clock of years ago', () => {
  const state = { bootId: 'before', offsetMs: 1_000_000, newestMs: 2_000_000 };
  const { offsetMs, lateByMs } = continueClock(state, { id: 'now', monotonicMs: () => 10, wallMs: () => 5 });
  expect(offsetMs + 10).toBe(2_000_000);
  expect(lateByMs).toBe(0);
});

test('a clock without a boot id notices a reboot by standing before its own past', () => {
  const state = { bootId: 'unknown', offsetMs: 1_000_000, newestMs: 1_500_000 };
  const boot = { id: 'unknown', monotonicMs: () => 10, wallMs: () => 1_700_000 };
  expect(continueClock(state, boot)).toEqual({ offsetMs: 1_699_990, lateByMs: 200_000 });
  expect(continueClock(state, { ...boot, monotonicMs: () => 600_000 })).toEqual({ offsetMs: 1_000_000 });
});
