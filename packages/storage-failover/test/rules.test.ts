import { describe, expect, test } from 'vitest';
import {
  admitAtStore,
  adopt,
  bind,
  isAhead,
  type LocalRecord,
  lookAtRedis,
  mayOwnLocally,
  type RedisRecord,
} from './explore/protocol.js';

const owner: LocalRecord = {
  storeId: 'one',
  phase: 'owner',
  owner: 'store:one',
  epoch: 4,
  hasMetOthers: false,
};
const redis: RedisRecord = {
  ownership: { owner: 'store:one', epoch: 4 },
  adopted: true,
  mayHaveForgotten: false,
  position: { epoch: 4, sequence: 17 },
  announcement: null,
};
const facts = { objectionMs: 5_000, longestLeaseMs: 60_000, now: 1_000_000 };

describe('a store may own', () => {
  test.each(['/run/redis.sock', 'localhost', '127.0.0.1', '127.1.2.3', '::1', '[::1]'])(
    'beside a Redis on its own machine: %s',
    (address) => expect(mayOwnLocally('auto', address)).toBe(true),
  );

  test.each(['redis.internal', '10.0.0.7', '127.evil.example', 'localhost.example', '128.0.0.1', '::2'])(
    'beside any other only by the word of the operator: %s',
    (address) => {
      expect(mayOwnLocally('auto', address)).toBe(false);
      expect(mayOwnLocally('single-host', address)).toBe(true);
    },
  );

  test('never where fallback is off', () => expect(mayOwnLocally('off', '/run/redis.sock')).toBe(false));
});

describe('an owner', () => {
  test('runs nothing for a caller of another epoch, nor without a fresh look', () => {
    expect(admitAtStore(owner, 3, true)).toEqual({ admitted: false, reason: 'wrong_epoch' });
    expect(admitAtStore(owner, 4, false)).toEqual({ admitted: false, reason: 'look_first' });
    expect(admitAtStore(owner, 4, true)).toEqual({ admitted: true });
  });

  test('goes on when Redis dies, and after a night without looking only if it never met others', () => {
    expect(lookAtRedis(owner, null, true).verdict).toBe('goes-on');
    expect(lookAtRedis(owner, null, false).verdict).toBe('goes-on');
    expect(lookAtRedis({ ...owner, hasMetOthers: true }, null, false).verdict).toBe('waits');
  });

  test('objects to an announcement, and yields to what another has adopted', () => {
    const announcement = { storeId: 'two', stoodMs: 100 };
    expect(lookAtRedis(owner, { ...redis, announcement }, true).verdict).toBe('restores');
    const taken = { ...redis, ownership: { owner: 'redis', epoch: 3 } } as const;
    expect(lookAtRedis(owner, taken, true)).toMatchObject({
      verdict: 'yields',
      ownership: { owner: 'redis', epoch: 5 },
      record: { phase: 'follower', owner: 'redis', epoch: 5 },
    });
  });
});

describe('who takes without the owner', () => {
  const empty: RedisRecord = {
    ...redis,
    ownership: null,
    adopted: false,
    mayHaveForgotten: true,
    position: { epoch: 0, sequence: 0 },
  };
  const binding = { ...facts, mayOwnLocally: true, upForMs: 3_600_000, isPrivate: false };
  const newcomer: LocalRecord = {
    storeId: 'two',
    phase: 'unbound',
    owner: null,
    epoch: 0,
    hasMetOthers: false,
  };

  test('waits out the objection time under its own name', () => {
    expect(bind(newcomer, empty, binding).allowed).toBe(false);
    for (const [storeId, stoodMs, allowed] of [
      ['two', 4_999, false],
      ['one', 5_000, false],
      ['two', 5_000, true],
    ] as const)
      expect(bind(newcomer, { ...empty, announcement: { storeId, stoodMs } }, binding).allowed).toBe(allowed);
  });

  test('waits with locks only on a young server, and takes an epoch above the clock', () => {
    const announced = { ...empty, announcement: { storeId: 'two', stoodMs: 5_000 } };
    const young = bind(newcomer, announced, { ...binding, mayOwnLocally: false, upForMs: 20_000 });
    expect(young).toEqual({
      allowed: true,
      ownership: { owner: 'redis', epoch: 1_000_000 },
      grantsHeldBackMs: 40_000,
    });
    const old = bind(newcomer, announced, binding);
    expect(old).toMatchObject({ ownership: { owner: 'store:two' }, grantsHeldBackMs: 0 });
  });

  test('waits for nothing where no other store can ever have been, unless one shows all the same', () => {
    const ours = { ...binding, upForMs: 0, isPrivate: true };
    expect(bind(newcomer, empty, ours)).toMatchObject({
      ownership: { owner: 'store:two' },
      grantsHeldBackMs: 0,
    });
    const other = { ...empty, announcement: { storeId: 'one', stoodMs: 0 } };
    expect(bind(newcomer, other, ours).allowed).toBe(false);
    expect(bind(newcomer, { ...empty, position: { epoch: 0, sequence: 3 } }, ours).allowed).toBe(false);
  });

  test('leaves what Redis has from before there were owners to Redis', () => {
    const past = { ...empty, position: { epoch: 0, sequence: 3 } };
    const announced = { ...past, announcement: { storeId: 'two', stoodMs: 5_000 } };
    expect(bind(newcomer, announced, binding)).toMatchObject({ ownership: { owner: 'redis' } });
  });

  test('does not adopt for Redis what it knows to be owned by a store', () => {
    const follower: LocalRecord = { ...newcomer, phase: 'follower', owner: 'store:one', epoch: 4 };
    const announced = { ...empty, announcement: { storeId: 'two', stoodMs: 5_000 } };
    expect(adopt(follower, announced, facts).allowed).toBe(false);
    expect(adopt({ ...follower, owner: 'redis' }, announced, facts).allowed).toBe(true);
  });
});

test('a copy of a later epoch is ahead, whatever its sequence', () => {
  expect(isAhead({ epoch: 5, sequence: 3 }, { epoch: 4, sequence: 90 })).toBe(true);
  expect(isAhead({ epoch: 4, sequence: 91 }, { epoch: 5, sequence: 3 })).toBe(false);
  expect(isAhead({ epoch: 4, sequence: 90 }, { epoch: 4, sequence: 90 })).toBe(false);
});
