import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';

/** Who has waited longer than this asks to go before everybody else. */
export const PATIENCE_MS = 200;
/** How long its word holds. It gives it again at each try; a process that died holds nobody up for longer. */
const WORD_HOLDS_MS = 50;

/** Since when it waits, when it last said so (both by the system's monotonic clock, ms), and who it is. */
const RECORD_BYTES = 24;

export interface EldestWaiter {
  /** Whether another process has waited so long that nobody should go before it. */
  isAnother(): boolean;
  /** This process still waits, since `sinceMs`. Returns whether it is the one to go first. */
  ask(sinceMs: number): boolean;
  /** This process waits no longer, or not that long. */
  thank(): void;
  close(): void;
}

/**
 * Waiting that ages. Short random waits are fair on the average, but of 64 writers on two cores now and
 * then one has bad luck for five seconds, and its call would fail. So who has waited 200 ms writes down
 * since when, unless somebody older has; the others look before each slice of theirs and let him pass.
 * No queue for everybody: an idle store between one writer's end and the next one's look would cost most
 * of the throughput.
 *
 * The record is a hint. Two who write it at once find out at their next look, and a lost one costs time only.
 */
export function createEldestWaiter(path: string, nowMs: () => number = systemMs): EldestWaiter {
  const me = Math.random();
  const record = new Float64Array(RECORD_BYTES / Float64Array.BYTES_PER_ELEMENT);
  /** Opened at the first look: a command that only reads needs none. `undefined` where it cannot be had. */
  let file: number | 'unopened' | undefined = 'unopened';
  let isMine = false;

  /** Since when another process waits whose word still holds. */
  function othersSince(): number | undefined {
    if (file === 'unopened') file = openRecord(path);
    if (file === undefined || readSync(file, record, 0, RECORD_BYTES, 0) < RECORD_BYTES) return undefined;
    const [since = 0, saidAt = 0, who = 0] = record;
    const ageMs = nowMs() - saidAt;
    // Below zero: it is from before the machine was started anew.
    return who === me || ageMs < 0 || ageMs > WORD_HOLDS_MS ? undefined : since;
  }

  function say(since: number, saidAt: number): boolean {
    if (typeof file !== 'number') return false;
    try {
      record.set([since, saidAt, me]);
      return writeSync(file, record, 0, RECORD_BYTES, 0) === RECORD_BYTES;
    } catch {
      // The disk is full: then nobody goes first.
      return false;
    }
  }

  return {
    isAnother: () => othersSince() !== undefined,
    ask(sinceMs) {
      const now = nowMs();
      if (now - sinceMs < PATIENCE_MS) return false;
      const others = othersSince();
      isMine = (others === undefined || others > sinceMs) && say(sinceMs, now);
      return isMine;
    },
    thank() {
      if (!isMine) return;
      isMine = false;
      if (othersSince() === undefined) say(0, 0);
    },
    close() {
      if (typeof file === 'number') closeSync(file);
      file = undefined;
    },
  };
}

function openRecord(path: string): number | undefined {
  try {
    return openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  } catch {
    return undefined;
  }
}

/** For a store that no other process can see. */
export const nobodyWaits: EldestWaiter = {
  isAnother: () => false,
  ask: () => false,
  thank() {},
  close() {},
};

/** The same in all processes of a machine, unlike `performance.now()`, which counts from the start of each. */
export function systemMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1_000 + nanoseconds / 1_000_000;
}
