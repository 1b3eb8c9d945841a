import { abortedError, type Listener } from '@agentcoord/core';
import { closedError } from '../errors/storage-error.js';

interface Wait {
  signalled: () => void;
  fail: (error: Error) => void;
}

/** Remembers one signal from the moment it exists until somebody asks for it. */
export class SignalListener implements Listener {
  private pending = false;
  private closed = false;
  private wait: Wait | undefined;

  constructor(private readonly leave: () => void) {}

  ring(): void {
    this.pending = true;
    this.wait?.signalled();
  }

  async next({
    timeoutMs,
    signal,
  }: {
    timeoutMs: number;
    signal?: AbortSignal;
  }): Promise<'signalled' | 'timeout'> {
    if (this.closed) throw closedError();
    if (signal?.aborted) throw abortedError(signal, 'listening');
    if (!this.pending && !(await this.rungWithin(timeoutMs, signal))) return 'timeout';
    this.pending = false;
    return 'signalled';
  }

  close(): Promise<void> {
    if (!this.closed) {
      this.closed = true;
      this.wait?.fail(closedError());
      this.leave();
    }
    return Promise.resolve();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private rungWithin(timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const done = (settle: () => void): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        this.wait = undefined;
        settle();
      };
      const onAbort = (): void => done(() => signal && reject(abortedError(signal, 'listening')));
      const timer = setTimeout(() => done(() => resolve(false)), timeoutMs);
      signal?.addEventListener('abort', onAbort, { once: true });
      this.wait = {
        signalled: () => done(() => resolve(true)),
        fail: (error) => done(() => reject(error)),
      };
    });
  }
}
