import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { createDoor, type Door, SLICE_MS } from '../src/locking/door.js';
import { nobodyWaits } from '../src/locking/eldest-waiter.js';
import { createWriteTurn } from '../src/locking/write-turn.js';
import { temporaryFolder } from './support/temporary.js';

const PATH = 'agentcoord.db';

afterEach(() => {
  vi.useRealTimers();
});

/** SQLite's own words for a locked database. */
function busy(): Error {
  return Object.assign(new Error('database is locked'), { rawCode: 5 });
}

/** A door somebody knocks at, or nobody. */
function fakeDoor(isHeard = false): Door & { knocks: number } {
  return {
    knocks: 0,
    knock() {
      this.knocks += 1;
    },
    heard: () => isHeard,
  };
}

function spendMs(ms: number): void {
  for (const until = performance.now() + ms; performance.now() < until; );
}

/** A turn whose time passes only where it is spent: a busy machine ends no slice. */
function turnByHand(door: Door) {
  let now = 1_000;
  return {
    turn: createWriteTurn(PATH, door, nobodyWaits, () => now),
    spend(ms: number) {
      now += ms;
    },
  };
}

test('a free store is written at once, in the same tick', () => {
  const turn = createWriteTurn(PATH, fakeDoor());
  let hasRun = false;
  void turn.take(() => {
    hasRun = true;
  });
  expect(hasRun).toBe(true);
});

test('a locked store is tried again until it is free, and BUSY reaches nobody', async () => {
  const door = fakeDoor();
  const turn = createWriteTurn(PATH, door);
  let tries = 0;
  const reply = await turn.take(() => {
    tries += 1;
    if (tries < 4) throw busy();
    return 'written';
  });
  expect([reply, tries, door.knocks]).toEqual(['written', 4, 3]);
});

test('the calls of one process are served first-in first-out', async () => {
  const turn = createWriteTurn(PATH, fakeDoor());
  const order: number[] = [];
  let isLocked = true;
  const calls = Array.from({ length: 20 }, (_, index) =>
    turn.take(() => {
      if (isLocked) throw busy();
      order.push(index);
    }),
  );
  isLocked = false;
  await Promise.all(calls);
  expect(order).toEqual(calls.map((_, index) => index));
});

test('a failure of one call is no failure of the next', async () => {
  const turn = createWriteTurn(PATH, fakeDoor());
  let isLocked = true;
  const failing = turn.take(() => {
    if (isLocked) throw busy();
    throw new Error('the first');
  });
  const next = turn.take(() => 'written');
  isLocked = false;
  await expect(failing).rejects.toThrow('the first');
  expect(await next).toBe('written');
});

test.each([
  ['waits when somebody has knocked', true, []],
  ['only breathes when nobody has', false, ['writer']],
])('a writer at the end of its slice %s', async (_name, isHeard, beforeAnyTimePassed) => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { turn, spend } = turnByHand(fakeDoor(isHeard));
  const ran: string[] = [];
  await turn.take(() => spend(2 * SLICE_MS));
  const writing = turn.take(() => void ran.push('writer'));
  // Two rounds of the event loop: more than a writer needs that only breathes.
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  expect(ran).toEqual(beforeAnyTimePassed);
  await vi.runAllTimersAsync();
  await writing;
  expect(ran).toEqual(['writer']);
});

test('a writer that had pauses of its own steps aside for nobody', async () => {
  const { turn, spend } = turnByHand(fakeDoor(true));
  let ran = 0;
  for (let round = 0; round < 3; round += 1) {
    await turn.take(() => spend(SLICE_MS / 2));
    spend(2 * SLICE_MS);
    void turn.take(() => {
      ran += 1;
    });
    expect(ran).toBe(round + 1);
    spend(2 * SLICE_MS);
  }
});

test('a process that only ever writes still gets its timers and sockets served', async () => {
  const turn = createWriteTurn(PATH, fakeDoor());
  let hasFired = false;
  setTimeout(() => {
    hasFired = true;
  }, 1);
  let writes = 0;
  while (!hasFired && writes < 1_000_000) {
    await turn.take(() => spendMs(0.05));
    writes += 1;
  }
  expect(hasFired).toBe(true);
});

test('a knock is heard by everybody but who knocked, and once', () => {
  const folder = temporaryFolder();
  const one = createDoor(join(folder, 'door'));
  const other = createDoor(join(folder, 'door'));
  one.heard();
  other.heard();
  one.knock();
  expect(one.heard()).toBe(false);
  expect(other.heard()).toBe(true);
  expect(other.heard()).toBe(false);
});

test('a call ends with its deadline, its abort or the store, and leaves the line', async () => {
  const turn = createWriteTurn(PATH, fakeDoor());
  const never = (): never => {
    throw busy();
  };
  const controller = new AbortController();
  const late = turn.take(never, { timeoutMs: 20 });
  const aborted = turn.take(never, { signal: controller.signal });
  const closed = turn.take(never);
  controller.abort();
  await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
  await expect(late).rejects.toMatchObject({ code: 'storage_unavailable' });
  turn.close();
  await expect(closed).rejects.toMatchObject({ code: 'closed' });
  await expect(turn.take(() => 'late')).rejects.toMatchObject({ code: 'closed' });
});
