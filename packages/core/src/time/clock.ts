import { uptime } from 'node:os';

/**
 * The local clock, injected so that tests can turn it. It is used for deadlines a client keeps by
 * itself; whether a lease has expired is decided by the storage's clock alone.
 */
export interface Clock {
  /** Milliseconds that never jump with the wall clock, and also count time the machine was suspended. */
  elapsed(): number;
  /** Wall-clock epoch milliseconds: for display, never for decisions. */
  wall(): number;
}

/**
 * `process.hrtime` stops while a Linux machine sleeps; a lease in the store of another host does not.
 * `os.uptime()` counts sleep (CLOCK_BOOTTIME) but ticks coarsely, so it only adds what sleep took.
 */
export function createSystemClock(): Clock {
  const monotonic = (): number => Number(process.hrtime.bigint()) / 1e6;
  const firstGap = uptime() * 1000 - monotonic();
  return {
    elapsed() {
      const now = monotonic();
      const slept = uptime() * 1000 - now - firstGap;
      // Below a second it is rounding of the coarse source, not sleep.
      return slept > 1000 ? now + slept : now;
    },
    wall: () => Date.now(),
  };
}

export const systemClock: Clock = createSystemClock();
