import { abortedError, type Listener } from '@agentcoord/core';
import { closedError } from '../closed-error.js';

/** Hears two stores as one: whoever waits here need not know which of them owns, nor that it changes. */
export class BothListener implements Listener {
  /** Set by who adds the listener of the primary: where there is none, what this host's store applies has to do. */
  primary: 'unheard' | 'asked' | 'heard' = 'unheard';
  private pending = false;
  private closed: Error | undefined;
  private wake: (() => void) | undefined;
  private readonly ended = new AbortController();
  private readonly listeners = new Set<Listener>();

  constructor(private readonly onClose: () => void) {}

  /** Hears this one too, from now on, as often as it `counts`: a follower signals again what its owner did. */
  add(listener: Listener, counts: () => boolean): void {
    if (this.closed !== undefined) {
      void listener.close();
      return;
    }
    this.listeners.add(listener);
    void this.pump(listener, counts);
  }

  /** Something may have been missed: whoever waits looks for himself. */
  ring(): void {
    this.pending = true;
    this.wake?.();
  }

  async next({
    timeoutMs,
    signal,
  }: {
    timeoutMs: number;
    signal?: AbortSignal;
  }): Promise<'signalled' | 'timeout'> {
    if (this.closed !== undefined) throw this.closed;
    if (signal?.aborted) throw abortedError(signal, 'listening');
    if (!this.pending) await this.wait(timeoutMs, signal);
    if (this.closed !== undefined) throw this.closed;
    if (signal?.aborted) throw abortedError(signal, 'listening');
    const heard = this.pending;
    this.pending = false;
    return heard ? 'signalled' : 'timeout';
  }

  close(): Promise<void> {
    return this.end(closedError());
  }

  async end(reason: Error): Promise<void> {
    if (this.closed !== undefined) return;
    this.closed = reason;
    this.wake?.();
    this.ended.abort();
    this.onClose();
    await Promise.all([...this.listeners].map((listener) => listener.close()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private wait(timeoutMs: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        this.wake = undefined;
        resolve();
      };
      const timer = setTimeout(done, timeoutMs);
      signal?.addEventListener('abort', done, { once: true });
      this.wake = done;
    });
  }

  private async pump(listener: Listener, counts: () => boolean): Promise<void> {
    const { signal } = this.ended;
    try {
      while (!signal.aborted) {
        const heard = await listener.next({ timeoutMs: LONG_MS, signal });
        if (heard === 'signalled' && counts()) this.ring();
      }
    } catch {
      // It was closed: by its store, or by us.
      this.listeners.delete(listener);
    }
  }
}

const LONG_MS = 60_000;
