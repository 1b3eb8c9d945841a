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

/** `os.uptime()` opens a file each time: ten times the cost of all the rest of a small call. */
const LOOK_AGAIN_MS = 100;

/** Below a second it is rounding of the coarse source, not sleep. */
const SHORTEST_SLEEP_MS = 1_000;

/**
 * `process.hrtime` stops while a Linux machine sleeps; a lease in the store of another host does not.
 * `os.uptime()` counts sleep (CLOCK_BOOTTIME) but ticks coarsely, so it only adds what sleep took.
 *
 * It is asked when the wall clock has moved apart from the monotonic one, which every sleep causes, and
 * after 100 ms in any case: a wall clock that was set back during a sleep hides it for no longer.
 */
export function createSystemClock(): Clock {
  const monotonic = (): number => Number(process.hrtime.bigint()) / 1e6;
  const firstGap = uptime() * 1000 - monotonic();
  let sleptMs = 0;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let wallGap = 0;
  return {
    elapsed() {
      const now = monotonic();
      const gap = Date.now() - now;
      if (now - lookedAt > LOOK_AGAIN_MS || Math.abs(gap - wallGap) > SHORTEST_SLEEP_MS / 2) {
        lookedAt = now;
        wallGap = gap;
        const slept = uptime() * 1000 - now - firstGap;
        sleptMs = slept > SHORTEST_SLEEP_MS ? slept : 0;
      }
      return now + sleptMs;
    },
    wall: () => Date.now(),
  };
}

export const systemClock: Clock = createSystemClock();
