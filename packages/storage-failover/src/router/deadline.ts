import {
  type CallOptions,
  type Clock,
  DEFAULT_CALL_TIMEOUT_MS,
  pause,
  throwIfAborted,
} from '@agentcoord/core';
import { NoAnswer, within } from '../primary/within.js';

/** The time of one call, through however many places it is sent. */
export class Deadline {
  private readonly endsAt: number;

  constructor(
    private readonly clock: Clock,
    private readonly options: CallOptions,
  ) {
    throwIfAborted(options.signal, 'a storage call');
    this.endsAt = clock.elapsed() + (options.timeoutMs ?? DEFAULT_CALL_TIMEOUT_MS);
  }

  get signal(): AbortSignal | undefined {
    return this.options.signal;
  }

  get isOver(): boolean {
    return this.remainingMs() <= 0;
  }

  remainingMs(): number {
    return Math.max(0, this.endsAt - this.clock.elapsed());
  }

  /** The outcome of `work`, `undefined` when time is over first; rejects when the caller has gone. */
  wait<T>(work: Promise<T>, ms = this.remainingMs()): Promise<T | undefined> {
    return within(work, Math.max(1, ms), this.options.signal).catch((error: unknown) => {
      if (error instanceof NoAnswer) return undefined;
      throw error;
    });
  }

  async pause(ms: number): Promise<void> {
    await pause(Math.max(1, Math.min(ms, this.remainingMs())), this.options.signal, 'a storage call');
  }
}
