import { AgentCoordError, checkIdentity, type Duration, durationMs, pause } from '@agentcoord/core';
import type { RegistryContext } from '../context.js';
import { type ReapReport, reap } from './reap.js';

export interface KeepReaping {
  by: string;
  /** Default `'15s'`, with jitter so that several reapers do not go in step. */
  interval?: Duration;
  /** Ends the loop. */
  signal: AbortSignal;
  /** Called when something was reaped or forgotten. */
  onReport?: (report: ReapReport) => void;
  /** Called when a round failed; the next one tries again. */
  onError?: (error: unknown) => void;
}

/** Reaps now and then on, until `signal` fires or the storage is closed. Never rejects for a store that is away. */
export async function keepReaping(context: RegistryContext, options: KeepReaping): Promise<void> {
  const { signal } = options;
  const by = checkIdentity(options.by, 'by');
  const intervalMs = Math.max(1, durationMs(options.interval ?? '15s', 'interval'));
  while (!signal.aborted) {
    try {
      const report = await reap(context, { by });
      if (report.reaped.length + report.forgotten.length > 0) options.onReport?.(report);
    } catch (error) {
      if (AgentCoordError.is(error, 'closed')) return;
      options.onError?.(error);
    }
    await pause(intervalMs * (0.75 + Math.random() / 2), signal).catch(() => undefined);
  }
}
