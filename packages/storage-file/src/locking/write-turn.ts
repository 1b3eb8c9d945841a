import { AgentCoordError, abortedError, type CallOptions, DEFAULT_CALL_TIMEOUT_MS } from '@agentcoord/core';
import { isBusy } from '../sqlite/result-code.js';
import { type Door, SLICE_MS } from './door.js';
import { type EldestWaiter, nobodyWaits, systemMs } from './eldest-waiter.js';
import { lockedError } from './locked-error.js';
import { retryAfterMs } from './until-free.js';

interface Waiting {
  /** Throws BUSY when it could not even begin. */
  attempt(): void;
  fail(error: unknown): void;
  /** By the clock that all processes share. */
  sinceMs: number;
  deadlineAt: number;
  timeoutMs: number;
}

export interface WriteTurn {
  /**
   * Runs `transaction` as soon as the write lock is free; the calls of one process first-in first-out, those
   * of several by chance until one has waited for 200 ms: it goes before all that wait less long.
   * At once, in the same tick, when nobody is in the way.
   * @throws `storage_unavailable`, `aborted`, `closed`, and what `transaction` throws.
   */
  take<T>(transaction: () => T, options?: CallOptions): Promise<T>;
  close(): void;
}

/** @param nowMs a clock that never goes back; only a test turns one by hand. */
export function createWriteTurn(
  path: string,
  door: Door,
  eldest: EldestWaiter = nobodyWaits,
  nowMs: () => number = () => performance.now(),
): WriteTurn {
  const line: Waiting[] = [];
  let cancelServe: (() => void) | undefined;
  let tries = 0;
  let sliceStartedAt = 0;
  let lastEndedAt = 0;
  let inSlice = false;
  let isEldest = false;
  let stepAside: 'no' | 'for-this-process' | 'for-others' = 'no';
  let isClosed = false;

  /** Within a slice always; before a new one only if no other process has waited too long, or less than this. */
  function mayBegin(begunAt: number, sinceMs?: number): boolean {
    if (inSlice && begunAt - lastEndedAt <= SLICE_MS) return true;
    isEldest = sinceMs !== undefined && eldest.ask(sinceMs);
    inSlice = isEldest || !eldest.isAnother();
    if (!inSlice) couldNotBegin();
    return inSlice;
  }

  function couldNotBegin(): void {
    inSlice = false;
    // Who goes first asks often: everybody else waits for it.
    tries = isEldest ? 1 : tries + 1;
  }

  /** After each transaction: does somebody else need a turn, or this very process its event loop? */
  function endTransaction(begunAt: number): void {
    // After a pause others had their chance: a new slice began.
    if (begunAt - lastEndedAt > SLICE_MS) sliceStartedAt = begunAt;
    const now = nowMs();
    lastEndedAt = now;
    if (now - sliceStartedAt < SLICE_MS) return;
    sliceStartedAt = now;
    inSlice = false;
    stepAside = door.heard() ? 'for-others' : 'for-this-process';
  }

  function schedule(): void {
    if (cancelServe !== undefined || line.length === 0) return;
    cancelServe = stepAside === 'for-this-process' ? soon(serve) : after(retryAfterMs(tries), serve);
    stepAside = 'no';
  }

  function serve(): void {
    cancelServe = undefined;
    while (line.length > 0 && stepAside === 'no') {
      if (!serveFirst()) break;
    }
    dropLate();
    schedule();
  }

  function serveFirst(): boolean {
    const first = line[0];
    if (!first) return false;
    const begunAt = nowMs();
    if (!mayBegin(begunAt, first.sinceMs)) return false;
    try {
      first.attempt();
    } catch (error) {
      if (isBusy(error)) {
        couldNotBegin();
        door.knock();
        return false;
      }
      first.fail(error);
    }
    tries = 0;
    isEldest = false;
    eldest.thank();
    line.shift();
    endTransaction(begunAt);
    return true;
  }

  function dropLate(): void {
    const now = nowMs();
    for (const waiting of line.filter((one) => one.deadlineAt <= now)) {
      leave(waiting);
      waiting.fail(lockedError(path, waiting.timeoutMs));
    }
  }

  function leave(waiting: Waiting): void {
    const index = line.indexOf(waiting);
    if (index !== -1) line.splice(index, 1);
    if (line.length === 0) eldest.thank();
  }

  function stand<T>(transaction: () => T, options: CallOptions): Promise<T> {
    const { signal, timeoutMs = DEFAULT_CALL_TIMEOUT_MS } = options;
    return new Promise<T>((resolve, reject) => {
      const onAbort = (): void => {
        leave(waiting);
        if (signal) reject(abortedError(signal, 'waiting for the store'));
      };
      const waiting: Waiting = {
        attempt() {
          const value = transaction();
          signal?.removeEventListener('abort', onAbort);
          resolve(value);
        },
        fail(error) {
          signal?.removeEventListener('abort', onAbort);
          reject(error);
        },
        sinceMs: systemMs(),
        deadlineAt: nowMs() + timeoutMs,
        timeoutMs,
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      line.push(waiting);
      schedule();
    });
  }

  return {
    async take(transaction, options = {}) {
      if (isClosed) throw closedError(path);
      if (options.signal?.aborted) throw abortedError(options.signal, 'waiting for the store');
      if (line.length > 0 || stepAside !== 'no') return stand(transaction, options);
      const begunAt = nowMs();
      if (!mayBegin(begunAt)) return stand(transaction, options);
      try {
        const value = transaction();
        endTransaction(begunAt);
        return value;
      } catch (error) {
        if (!isBusy(error)) throw error;
        couldNotBegin();
        door.knock();
        return stand(transaction, options);
      }
    },
    close() {
      isClosed = true;
      cancelServe?.();
      for (const waiting of line.splice(0)) waiting.fail(closedError(path));
      eldest.thank();
      eldest.close();
    },
  };
}

function soon(run: () => void): () => void {
  const immediate = setImmediate(run);
  return () => clearImmediate(immediate);
}

/**
 * Not before `ms` have really passed. A timer counts from the last round of the event loop: after 2 ms of
 * writing, one of 1 ms set right away is due at once, and nobody has been let in.
 */
function after(ms: number, run: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const immediate = setImmediate(() => {
    timer = setTimeout(run, ms);
  });
  return () => {
    clearImmediate(immediate);
    clearTimeout(timer);
  };
}

export function closedError(path: string): AgentCoordError {
  return new AgentCoordError(
    'closed',
    `The store ${path} was closed by its owner; open it again to use it.`,
    {
      data: { path },
    },
  );
}
