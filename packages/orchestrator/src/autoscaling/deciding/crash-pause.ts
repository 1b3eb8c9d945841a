import type { CrashCount } from './snapshot.js';

const LONGEST_PAUSE_MS = 300_000;

export type CrashGate =
  | { status: 'open' }
  /** One worker may try; the others wait until it has proved itself. */
  | { status: 'trial' }
  | { status: 'paused'; until: number }
  | { status: 'given_up' };

/** Whether workers may be started although some ended badly. */
export function crashGate(
  crashes: CrashCount,
  { crashPauseMs, maxCrashes, now }: { crashPauseMs: number; maxCrashes: number; now: number },
): CrashGate {
  if (crashes.count === 0) return { status: 'open' };
  if (crashes.count >= maxCrashes) return { status: 'given_up' };
  const pauseMs = Math.min(LONGEST_PAUSE_MS, crashPauseMs * 2 ** (crashes.count - 1));
  const until = crashes.lastAt + pauseMs;
  return now < until ? { status: 'paused', until } : { status: 'trial' };
}
