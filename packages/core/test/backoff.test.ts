import { backoffMs } from '@agentcoord/core';
import { describe, expect, it } from 'vitest';

describe('backoff', () => {
  const highest = (attempt: number) => backoffMs(attempt, undefined, () => 1);

  it('doubles its bound with every attempt, up to five minutes', () => {
    expect([1, 2, 3, 9, 10, 1_000].map(highest)).toEqual([1_000, 2_000, 4_000, 256_000, 300_000, 300_000]);
  });

  it('draws from the whole range, down to nothing', () => {
    expect(backoffMs(5, undefined, () => 0)).toBe(0);
    expect(backoffMs(5, undefined, () => 0.5)).toBe(8_000);
  });
});
