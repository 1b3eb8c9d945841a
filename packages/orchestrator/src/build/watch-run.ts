import { AgentCoordError, pause, type Storage, systemClock } from '@agentcoord/core';
import { runKey } from './run-lease.js';

export interface WatchRun {
  /** As `holdRun` was told. */
  id: string;
  /** Nobody has carried it out for this long: nobody will, as far as its workers go. */
  goneAfterMs: number;
  signal: AbortSignal;
  /** Default: a tenth of `goneAfterMs`. */
  lookEveryMs?: number;
}

/**
 * Resolves when nobody has carried out a run for so long, without a break. A store that cannot say counts for nobody being
 * there as little as for somebody. @throws `aborted`, `closed`.
 */
export async function watchRun(storage: Pick<Storage, 'leases'>, watch: WatchRun): Promise<void> {
  const { id, goneAfterMs, signal, lookEveryMs = Math.max(10, goneAfterMs / 10) } = watch;
  let aloneSince: number | undefined;
  for (;;) {
    const now = systemClock.elapsed();
    try {
      const { grants } = await storage.leases.inspect({ under: runKey(id) });
      aloneSince = grants.length > 0 ? undefined : (aloneSince ?? now);
    } catch (error) {
      if (signal.aborted || AgentCoordError.is(error, 'closed')) throw error;
      aloneSince = undefined;
    }
    if (aloneSince !== undefined && systemClock.elapsed() - aloneSince >= goneAfterMs) return;
    await pause(lookEveryMs, signal, 'watching who carries out the run');
  }
}
