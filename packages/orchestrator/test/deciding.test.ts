import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkScaling } from '../src/autoscaling/rules/scaling-options.js';
import { decide, type PoolSnapshot, type Snapshot } from '../src/index.js';

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;

const aPool = fc
  .record({ low: fc.nat(10), more: fc.nat(20), tasksPerWorker: fc.integer({ min: 1, max: 12 }) })
  .map(({ low, more, tasksPerWorker }) => ({ minWorkers: low, maxWorkers: low + more, tasksPerWorker }));

const aStaff = fc.record({ starting: fc.nat(6), idle: fc.nat(12), working: fc.nat(12), leaving: fc.nat(4) });
const needs = fc.array(
  fc.record({ at: fc.integer({ min: NOW - 3 * MINUTE, max: NOW - 1 }), workers: fc.nat(40) }),
  { maxLength: 4 },
);

interface Parts {
  pool: { minWorkers: number; maxWorkers: number; tasksPerWorker: number };
  staff: PoolSnapshot['staff'];
  waiting: number;
  claimed?: number;
  needs?: PoolSnapshot['needs'];
  crashes?: PoolSnapshot['crashes'];
  pressure?: Snapshot['pressure'];
  ceiling?: PoolSnapshot['ceiling'];
  at?: number;
}

function decideOne(parts: Parts) {
  const { pool, staff, waiting, claimed = 0, crashes = { count: 0, lastAt: 0 } } = parts;
  const rules = checkScaling({ ...pool, name: 'a', cooldown: '1m' });
  const [only] = rules.pools;
  if (!only) throw new Error('no pool');
  const load = { waiting, claimed, atLeast: false };
  const { needs = [], ceiling } = parts;
  const snapshot = { pool: only, staff, load, needs, crashes, ...(ceiling && { ceiling }) };
  const at = parts.at ?? NOW;
  const [decision] = decide({ at, pools: [snapshot], pressure: parts.pressure ?? {}, homeless: 0 }, rules);
  if (!decision) throw new Error('no decision');
  return decision;
}

const present = ({ starting, idle, working }: PoolSnapshot['staff']): number => starting + idle + working;

describe('how many workers there shall be', () => {
  test('is never above the maximum, and with those that are leaving not above it either', () => {
    fc.assert(
      fc.property(aPool, aStaff, fc.nat(400), needs, (pool, staff, waiting, known) => {
        const { target, start, retireIdle, retireWorking } = decideOne({
          pool,
          staff,
          waiting,
          needs: known,
        });
        expect(target).toBeLessThanOrEqual(pool.maxWorkers);
        if (start > 0) expect(present(staff) + staff.leaving + start).toBeLessThanOrEqual(pool.maxWorkers);
        // Those that are not there yet cannot be asked; they leave when they have come.
        const left = present(staff) + start - retireIdle - retireWorking;
        expect(left).toBeLessThanOrEqual(Math.max(pool.maxWorkers, staff.starting));
      }),
    );
  });

  test('is never below the minimum where nothing forbids growing', () => {
    fc.assert(
      fc.property(aPool, aStaff, fc.nat(400), needs, (pool, staff, waiting, known) => {
        const free = { ...staff, leaving: 0 };
        expect(decideOne({ pool, staff: free, waiting, needs: known }).target).toBeGreaterThanOrEqual(
          pool.minWorkers,
        );
      }),
    );
  });

  test('grows with the load and never shrinks with it', () => {
    fc.assert(
      fc.property(aPool, aStaff, fc.nat(300), fc.nat(100), needs, (pool, staff, waiting, more, known) => {
        const less = decideOne({ pool, staff, waiting, needs: known });
        const greater = decideOne({ pool, staff, waiting: waiting + more, needs: known });
        expect(greater.target).toBeGreaterThanOrEqual(less.target);
        expect(greater.wanted).toBeGreaterThanOrEqual(less.wanted);
      }),
    );
  });

  test('settles in one step under a constant load, and then moves no more', () => {
    fc.assert(
      fc.property(aPool, aStaff, fc.nat(300), (pool, staff, waiting) => {
        let here = { ...staff, starting: 0, leaving: 0 };
        let known: PoolSnapshot['needs'] = [];
        const moves: Array<'more' | 'fewer'> = [];
        for (let round = 0; round < 40; round += 1) {
          const at = NOW + round * 10_000;
          const decision = decideOne({ pool, staff: here, waiting, needs: known, at });
          known = decision.needs;
          const { start, retireIdle, retireWorking } = decision;
          if (start > 0) moves.push('more');
          if (retireIdle + retireWorking > 0) moves.push('fewer');
          const working = Math.max(0, here.working - retireWorking);
          // Whoever has done its task is idle in the next round.
          here = { ...here, idle: here.idle + start - retireIdle + working, working: 0 };
        }
        expect(moves.length).toBeLessThanOrEqual(2);
        expect(new Set(moves).size).toBeLessThanOrEqual(1);
        expect(here.idle).toBeGreaterThanOrEqual(pool.minWorkers);
        expect(here.idle).toBeLessThanOrEqual(pool.maxWorkers);
        expect(here.idle * pool.tasksPerWorker >= waiting || here.idle === pool.maxWorkers).toBe(true);
      }),
    );
  });

  test('never sends away one that works, unless there are more than the maximum', () => {
    fc.assert(
      fc.property(aPool, aStaff, fc.nat(300), needs, (pool, staff, waiting, known) => {
        const { retireWorking } = decideOne({ pool, staff, waiting, needs: known });
        if (present(staff) <= pool.maxWorkers) expect(retireWorking).toBe(0);
      }),
    );
  });

  test('is shared so that all pools together stay within the maximum, minimums first', () => {
    const pools = fc.array(fc.record({ staff: aStaff, waiting: fc.nat(200), min: fc.nat(2) }), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(pools, fc.integer({ min: 10, max: 30 }), (drawn, maxWorkers) => {
        const rules = checkScaling({
          maxWorkers,
          pools: drawn.map(({ min }, index) => ({ name: `p${index}`, tags: [`t${index}`], minWorkers: min })),
        });
        const snapshots = rules.pools.map((pool, index) => ({
          pool,
          staff: drawn[index]?.staff ?? { starting: 0, idle: 0, working: 0, leaving: 0 },
          load: { waiting: drawn[index]?.waiting ?? 0, claimed: 0, atLeast: false },
          needs: [],
          crashes: { count: 0, lastAt: 0 },
        }));
        const decisions = decide({ at: NOW, pools: snapshots, pressure: {}, homeless: 0 }, rules);
        const occupied = snapshots.reduce((sum, { staff }) => sum + present(staff) + staff.leaving, 0);
        const starts = decisions.reduce((sum, { start }) => sum + start, 0);
        expect(occupied + starts).toBeLessThanOrEqual(Math.max(maxWorkers, occupied));
        expect(decisions.reduce((sum, { target }) => sum + target, 0)).toBeLessThanOrEqual(maxWorkers);
      }),
    );
  });
});

describe('what stands in the way of growing', () => {
  const pool = { minWorkers: 0, maxWorkers: 10, tasksPerWorker: 5 };
  const staff = { starting: 0, idle: 0, working: 2, leaving: 0 };

  test('a budget that is nearly used up', () => {
    const pressure = { budget: { level: 'day', unit: 'usd', used: 0.93 } };
    expect(decideOne({ pool, staff, waiting: 50, pressure })).toMatchObject({ target: 2, start: 0 });
    const room = { budget: { level: 'day', unit: 'usd', used: 0.5 } };
    expect(decideOne({ pool, staff, waiting: 50, pressure: room })).toMatchObject({ target: 10 });
  });

  test('a rate limit that was met a moment ago', () => {
    const lately = { rateLimit: { provider: 'anthropic', at: NOW - 10_000 } };
    expect(decideOne({ pool, staff, waiting: 50, pressure: lately })).toMatchObject({ target: 2 });
    const longAgo = { rateLimit: { provider: 'anthropic', at: NOW - 2 * MINUTE } };
    expect(decideOne({ pool, staff, waiting: 50, pressure: longAgo })).toMatchObject({ target: 10 });
  });

  test('workers that crash: ever longer pauses, then one at a time, and in the end nothing more', () => {
    const after = (count: number, ago: number, starting = 0) =>
      decideOne({
        pool,
        staff: { ...staff, starting },
        waiting: 50,
        crashes: { count, lastAt: NOW - ago },
      });
    expect(after(1, 1_000)).toMatchObject({ start: 0 });
    expect(after(1, 6_000)).toMatchObject({ start: 1 });
    expect(after(1, 6_000, 1)).toMatchObject({ start: 0 });
    expect(after(4, 39_000)).toMatchObject({ start: 0 });
    expect(after(4, 41_000)).toMatchObject({ start: 1 });
    expect(after(8, 24 * 60 * MINUTE)).toMatchObject({ start: 0 });
  });
});

describe('a provider that goes on refusing calls', () => {
  const pool = { minWorkers: 1, maxWorkers: 20, tasksPerWorker: 1 };

  /** Minutes of it: refused in those that are named, with workers that always have something to do. */
  function live(minutes: number, isRefused: (minute: number) => boolean, busy = 12) {
    let working = busy;
    let ceiling: PoolSnapshot['ceiling'];
    const seen: number[] = [];
    for (let minute = 0; minute < minutes; minute += 1) {
      const at = NOW + minute * MINUTE;
      const pressure = isRefused(minute) ? { rateLimit: { provider: 'anthropic', at: at - 1 } } : {};
      const staff = { starting: 0, idle: 0, working, leaving: 0 };
      const decision = decideOne({ pool, staff, waiting: 100, pressure, at, ...(ceiling && { ceiling }) });
      ceiling = decision.ceiling;
      working += decision.start - decision.retireWorking;
      seen.push(working);
    }
    return seen;
  }

  test('is asked for less, a quarter at a time, and never for less than the minimum', () => {
    expect(live(12, () => true)).toEqual([12, 9, 7, 6, 5, 4, 3, 2, 1, 1, 1, 1]);
  });

  test('whatever is remembered, the minimum and the maximum hold', () => {
    const remembered = fc.record({
      workers: fc.nat(40),
      ago: fc.integer({ min: -60, max: 600 }),
      lowered: fc.boolean(),
    });
    fc.assert(
      fc.property(
        aPool,
        aStaff,
        fc.nat(400),
        remembered,
        fc.boolean(),
        (drawn, staff, waiting, memory, refused) => {
          const ceiling = { ...memory, at: NOW - memory.ago * 1_000, provider: 'anthropic' };
          const pressure = refused ? { rateLimit: { provider: 'anthropic', at: NOW - 1 } } : {};
          const there = { ...staff, leaving: 0 };
          const decision = decideOne({ pool: drawn, staff: there, waiting, ceiling, pressure });
          expect(decision.target).toBeLessThanOrEqual(drawn.maxWorkers);
          // A provider that refuses is a reason not to grow, and none to fall below the minimum.
          expect(decision.target).toBeGreaterThanOrEqual(Math.min(present(there), drawn.minWorkers));
          expect(decision.retireIdle + decision.retireWorking).toBeLessThanOrEqual(
            Math.max(0, present(there) - drawn.minWorkers),
          );
        },
      ),
    );
  });

  test('that refuses once is asked for no more than now, and nobody leaves', () => {
    expect(live(3, (minute) => minute === 0)).toEqual([12, 20, 20]);
  });

  test('that bears it again is asked for more, step by step', () => {
    expect(live(9, (minute) => minute < 3)).toEqual([12, 9, 7, 9, 12, 15, 19, 20, 20]);
  });

  test('is asked for less by workers that leave after their task, idle ones first, and it is said why', async () => {
    const { explainDecision } = await import('../src/autoscaling/deciding/explain.js');
    const ceiling = { workers: 8, at: NOW - MINUTE, provider: 'anthropic', lowered: true };
    const pressure = { rateLimit: { provider: 'anthropic', at: NOW - 1 } };
    const staff = { starting: 0, idle: 1, working: 7, leaving: 0 };
    const decision = decideOne({ pool, staff, waiting: 8, pressure, ceiling });
    expect(decision).toMatchObject({ target: 6, start: 0, retireIdle: 1, retireWorking: 1 });
    expect(explainDecision(decision, NOW)).toContain(
      'anthropic has gone on refusing calls by a rate limit, so at most 6 workers stay for 1m',
    );
  });
});

test('an explanation names the tasks, the rule and what holds it back', async () => {
  const { explainDecision } = await import('../src/autoscaling/deciding/explain.js');
  const pool = { minWorkers: 1, maxWorkers: 4, tasksPerWorker: 5 };
  const idle = { starting: 0, idle: 2, working: 0, leaving: 0 };
  const say = (parts: Parts): string => explainDecision(decideOne(parts), NOW);
  expect(say({ pool, staff: idle, waiting: 50 })).toBe(
    'any: 4 workers, 2 more than now (50 tasks at 5 a worker ask for 10; the maximum is 4).',
  );
  expect(say({ pool, staff: idle, waiting: 0 })).toBe(
    'any: 2 workers, as now (0 tasks at 5 a worker ask for 0; the minimum is 1; 2 were needed lately, so they stay for 1m).',
  );
  const pressure = { budget: { level: 'day', unit: 'usd', used: 0.934 } };
  expect(say({ pool, staff: idle, waiting: 20, pressure })).toBe(
    'any: 2 workers, as now (20 tasks at 5 a worker ask for 4; 93% of the budget of today in usd is used, so nobody is added).',
  );
});
