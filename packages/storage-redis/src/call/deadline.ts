import { abortedError, throwIfAborted } from '@agentcoord/core';
import type { Closing } from './closing.js';

/** The time of a call, or of a part of it, is over. */
export class TimeUp extends Error {
  override readonly name = 'TimeUp';
}

/** Ends the waiting of one call: by time, by its caller, or because the storage closes. One timer a call. */
export class Deadline {
  private readonly endsAt: number;
  private readonly stopped: Promise<never>;
  private readonly timer: NodeJS.Timeout;
  private stop: (reason: Error) => void = () => undefined;
  private readonly onAbort: () => void;
  private readonly onClose = (error: Error): void => this.stop(error);

  constructor(
    timeoutMs: number,
    private readonly closing: Closing,
    private readonly signal?: AbortSignal,
  ) {
    throwIfAborted(signal, 'a storage call');
    closing.throwIfClosed();
    this.endsAt = performance.now() + timeoutMs;
    this.stopped = new Promise((_resolve, reject) => {
      this.stop = reject;
    });
    this.stopped.catch(() => undefined);
    this.timer = setTimeout(() => this.stop(new TimeUp('no answer within the time of the call')), timeoutMs);
    this.onAbort = () => signal && this.stop(abortedError(signal, 'a storage call'));
    signal?.addEventListener('abort', this.onAbort, { once: true });
    closing.add(this.onClose);
  }

  remainingMs(): number {
    return Math.max(0, this.endsAt - performance.now());
  }

  /** The work's outcome, or the reason why nobody waits for it any more. */
  wait<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.stopped]);
  }

  /** Every deadline is ended; it leaves no timer and no listener behind. */
  end(): void {
    clearTimeout(this.timer);
    this.signal?.removeEventListener('abort', this.onAbort);
    this.closing.delete(this.onClose);
  }
}
