import { argumentsHash, checkOperation } from '@agentcoord/core';
import { describe, expect, it } from 'vitest';

describe('the operation envelope', () => {
  it('tells equal requests from different ones', () => {
    expect(argumentsHash('leases.acquire', { a: 1, b: 2 })).toBe(
      argumentsHash('leases.acquire', { b: 2, a: 1 }),
    );
    expect(argumentsHash('leases.acquire', { a: 1 })).not.toBe(argumentsHash('leases.acquire', { a: 2 }));
    expect(argumentsHash('leases.acquire', { a: 1 })).not.toBe(argumentsHash('leases.release', { a: 1 }));
  });

  it.each([{ session: '' }, { slot: -1 }, { slot: 1024 }, { sequence: 0 }, { sequence: 1.5 }])(
    'refuses %j',
    (wrong) => {
      expect(() => checkOperation({ session: 'session-1', slot: 0, sequence: 1, ...wrong })).toThrow(
        /^operation\./,
      );
    },
  );
});
