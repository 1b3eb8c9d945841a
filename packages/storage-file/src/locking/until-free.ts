import { type CallOptions, DEFAULT_CALL_TIMEOUT_MS, pause, throwIfAborted } from '@agentcoord/core';
import { monotonicMs } from '../clock/boot.js';
import { isBusy } from '../sqlite/result-code.js';
import { storageError } from '../sqlite/storage-error.js';
import { lockedError } from './locked-error.js';

/**
 * Tries again until nobody else is in the way: BUSY reaches no caller.
 *
 * SQLite's own busy handler is never used: it sleeps in the thread, and the waits it chooses starve
 * some processes (fairness 0.08 to 0.5 between four, against 0.9 of short jittered waits).
 * @throws `storage_unavailable` naming who holds the lock, when the time of the call is over.
 */
export async function untilFree<T>(path: string, attempt: () => T, options: CallOptions = {}): Promise<T> {
  const timeoutMs = options.timeoutMs ?? DEFAULT_CALL_TIMEOUT_MS;
  const startedAt = monotonicMs();
  for (let tries = 0; ; tries += 1) {
    throwIfAborted(options.signal, 'waiting for the store');
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error)) throw storageError(error, { path });
      const left = startedAt + timeoutMs - monotonicMs();
      if (left <= 0) throw lockedError(path, timeoutMs, error);
      await pause(Math.min(retryAfterMs(tries), left), options.signal, 'waiting for the store');
    }
  }
}

/** Below this many tries the lock is about to become free; from then on there is a crowd, or somebody holds it long. */
const QUICK_TRIES = 8;

/**
 * 1 to 2 ms at first, growing to 16 to 32 ms: 64 processes that look every other millisecond leave no
 * processor to the one that writes. Nobody waits longer for it: see `EldestWaiter`.
 */
export function retryAfterMs(tries: number): number {
  return Math.min(1 + Math.max(0, tries - QUICK_TRIES) / 2, 16) * (1 + Math.random());
}
