import { AgentCoordError, type Clock, LeaseKeeper } from '@agentcoord/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const expired = () => new AgentCoordError('lock_lost', 'expired');

/** A clock that the fake timers move, and that can also jump as it does when a machine slept. */
function turnableClock(): Clock & { jump(ms: number): void } {
  let jumped = 0;
  return {
    elapsed: () => Date.now() + jumped,
    wall: () => Date.now(),
    jump: (ms) => {
      jumped += ms;
    },
  };
}

describe('LeaseKeeper', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('keeps a lease for as long as renewals succeed', async () => {
    const clock = turnableClock();
    const renew = vi.fn(async () => ({ status: 'renewed' as const }));
    const keeper = new LeaseKeeper({ ttlMs: 3_000, sentAt: clock.elapsed(), clock, expired, renew });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(keeper.signal.aborted).toBe(false);
    expect(renew.mock.calls.length).toBeGreaterThanOrEqual(59);
    keeper.stop();
  });

  it('aborts before the TTL has passed when the store is gone, counted from before the send', async () => {
    const clock = turnableClock();
    const start = clock.elapsed();
    const keeper = new LeaseKeeper({
      ttlMs: 3_000,
      sentAt: start - 1_000,
      clock,
      expired,
      renew: () => Promise.reject(new Error('gone')),
    });
    let abortedAt = Number.NaN;
    keeper.signal.addEventListener('abort', () => {
      abortedAt = clock.elapsed();
    });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(abortedAt - start).toBeLessThan(2_000);
    expect(abortedAt - start).toBeGreaterThan(1_500);
    expect(keeper.signal.reason).toMatchObject({ code: 'lock_lost' });
    expect(keeper.remainingMs()).toBe(0);
  });

  it('does not count an unanswered renewal as one that succeeded', async () => {
    const clock = turnableClock();
    const keeper = new LeaseKeeper({
      ttlMs: 3_000,
      sentAt: clock.elapsed(),
      clock,
      expired,
      renew: () => new Promise(() => {}),
    });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(keeper.signal.aborted).toBe(true);
  });

  it('counts a renewal from before its send, not from its answer', async () => {
    const clock = turnableClock();
    const start = clock.elapsed();
    let answered = 0;
    const keeper = new LeaseKeeper({
      ttlMs: 3_000,
      sentAt: start,
      clock,
      expired,
      renew: () =>
        new Promise((resolve) => {
          // The first answer comes 900 ms late, then the store falls silent.
          if (answered++ === 0) setTimeout(() => resolve({ status: 'renewed' }), 900);
        }),
    });
    let abortedAt = Number.NaN;
    keeper.signal.addEventListener('abort', () => {
      abortedAt = clock.elapsed();
    });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(abortedAt - start).toBeLessThan(4_000);
    expect(abortedAt - start).toBeGreaterThan(3_000);
  });

  it('aborts at once when the store says the lease is lost', async () => {
    const clock = turnableClock();
    const error = new AgentCoordError('cancelled', 'by a person');
    const keeper = new LeaseKeeper({
      ttlMs: 3_000,
      sentAt: clock.elapsed(),
      clock,
      expired,
      renew: async () => ({ status: 'lost', error }),
    });
    await keeper.check();
    expect(keeper.signal.reason).toBe(error);
  });

  it('checks with a renewal sent after the call, also while another one is under way', async () => {
    const clock = turnableClock();
    const answers: Array<() => void> = [];
    const keeper = new LeaseKeeper({
      ttlMs: 3_000,
      sentAt: clock.elapsed(),
      clock,
      expired,
      renew: () => new Promise((resolve) => answers.push(() => resolve({ status: 'renewed' }))),
    });
    const first = keeper.check();
    const second = keeper.check();
    expect(keeper.check()).toBe(second);
    expect(answers).toHaveLength(1);
    answers[0]?.();
    await first;
    await vi.advanceTimersByTimeAsync(0);
    expect(answers).toHaveLength(2);
    answers[1]?.();
    await second;
    expect(keeper.signal.aborted).toBe(false);
    keeper.stop();
  });

  it('notices after a sleep of the machine that the time is over, and does not renew first', async () => {
    const clock = turnableClock();
    const renew = vi.fn(async () => ({ status: 'renewed' as const }));
    const keeper = new LeaseKeeper({ ttlMs: 3_000, sentAt: clock.elapsed(), clock, expired, renew });
    clock.jump(3_600_000);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(renew).not.toHaveBeenCalled();
    expect(keeper.signal.aborted).toBe(true);
  });

  it('never aborts after it was stopped, and leaves no timer behind', async () => {
    const clock = turnableClock();
    const keeper = new LeaseKeeper({
      ttlMs: 3_000,
      sentAt: clock.elapsed(),
      clock,
      expired,
      renew: async () => ({ status: 'renewed' }),
    });
    keeper.stop();
    keeper.lose(expired());
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(keeper.signal.aborted).toBe(false);
  });
});
