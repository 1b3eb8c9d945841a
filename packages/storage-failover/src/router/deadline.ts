import {
  type CallOptions,
  type Clock,
  DEFAULT_CALL_TIMEOUT_MS,
  pause,
  throwIfAborted,
} from '@agentcoord/core';

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

  async pause(ms: number): Promise<void> {
    await pause(Math.max(1, Math.min(ms, this.remainingMs())), this.options.signal, 'a storage call');
  }
}
