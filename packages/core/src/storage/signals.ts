import type { CallOptions } from './call-options.js';

/** Hears what is published from the moment it exists: open it, *then* look, then wait. */
export interface Listener {
  /**
   * Resolves at once when something was published since the last `next`, else with the next signal, or `timeout`.
   * Several signals may arrive as one. Rejects with `aborted` or `closed`.
   */
  next(options: { timeoutMs: number; signal?: AbortSignal }): Promise<'signalled' | 'timeout'>;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Hints across processes that something may have changed. They make waiting fast and are never
 * needed to be right: a signal may be lost or come twice, so every waiter also looks on its own, slowly.
 */
export interface Signals {
  publish(request: { channels: string[] }, options?: CallOptions): Promise<void>;
  listen(request: { channels: string[] }, options?: CallOptions): Promise<Listener>;
}
