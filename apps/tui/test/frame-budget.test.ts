import { expect, test } from 'vitest';
import { FrameBudget } from '../src/shell/frame-budget.js';

/** The times at which frames are painted when something asks for one every `everyMs`. */
function painted(everyMs: number, forMs: number): number[] {
  const budget = new FrameBudget();
  const times: number[] = [];
  for (let now = 10_000; now < 10_000 + forMs; now += everyMs) {
    if (budget.waitMs(now) > 0) continue;
    budget.spend(now);
    times.push(now);
  }
  return times;
}

test.each([1, 7, 33, 90])('asked for every %i ms, no second has more than ten frames', (everyMs) => {
  const times = painted(everyMs, 10_000);
  for (const from of times)
    expect(times.filter((at) => at >= from && at < from + 1000).length).toBeLessThanOrEqual(10);
  expect(times.length).toBeGreaterThanOrEqual(60);
});

test('what comes after a pause is painted at once', () => {
  const budget = new FrameBudget();
  for (const now of [5_000, 5_010, 5_020]) {
    expect(budget.waitMs(now)).toBe(0);
    budget.spend(now);
  }
  expect(budget.waitMs(5_030)).toBeGreaterThan(0);
  expect(budget.waitMs(5_030 + budget.waitMs(5_030))).toBe(0);
});

test('however much the store changes, a key that is pressed three times a second never waits', () => {
  const budget = new FrameBudget();
  const waits: number[] = [];
  let frames = 0;
  for (let now = 0; now < 30_000; now += 10) {
    if (now % 200 === 0 && budget.hasSpare(now)) {
      budget.spend(now);
      frames += 1;
    }
    if (now % 330 !== 0) continue;
    waits.push(budget.waitMs(now));
    budget.spend(now);
    frames += 1;
  }
  expect(Math.max(...waits)).toBe(0);
  expect(frames / 30).toBeGreaterThan(6);
});
