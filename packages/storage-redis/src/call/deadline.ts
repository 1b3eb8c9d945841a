import { abortedError, throwIfAborted } from '@agentcoord/core';
import type { Closing } from './closing.js';

/** The time of a call, or of a part of it, is over. */
export class TimeUp extends Error {
  override readonly name = 'TimeUp';
}

/** Ends the waiting of one call: by time, by its caller, or because the storage closes. One wait at a time. */
export class Deadline {
  readonly endsAt: number;
  /** Why nobody waits any more. */
  private reason: Error | undefined;
  private stopWait: ((reason: Error) => void) | undefined;
  private readonly onAbort: (() => void) | undefined;

  constructor(
    timeoutMs: number,
    private readonly closing: Closing,
    private readonly signal?: AbortSignal,
  ) {
    throwIfAborted(signal, 'a storage call');
    closing.throwIfClosed();
    this.endsAt = performance.now() + timeoutMs;
    if (signal !== undefined) {
      this.onAbort = () => this.stop(abortedError(signal, 'a storage call'));
      signal.addEventListener('abort', this.onAbort, { once: true });
    }
    closing.add(this);
  }

  remainingMs(): number {
    return Math.max(0, this.endsAt - performance.now());
  }

  /** The work's outcome, or the reason why nobody waits for it any more. */
  wait<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      work.then(resolve, reject);
      if (this.reason !== undefined) reject(this.reason);
      this.stopWait = reject;
    });
  }

  timeUp(): void {
    this.closing.delete(this);
    this.stop(new TimeUp('no answer within the time of the call'));
  }

  stop(reason: Error): void {
    this.reason ??= reason;
    this.stopWait?.(this.reason);
  }

  /** Every deadline is ended; it leaves nothing behind. */
  end(): void {
    if (this.onAbort !== undefined) this.signal?.removeEventListener('abort', this.onAbort);
    this.closing.delete(this);
  }
}
