import { checkInteger, type Duration, durationMs, invalid } from '@agentcoord/core';
import type { AutoApproveMode } from './approve-pending.js';
import type { TeamProgress } from './coordinator-event.js';
import { Respawning } from './respawning.js';
import type { SpawnWorkers } from './spawn-workers.js';

export interface OrchestrationOptions {
  /** Between two looks; questions and marks of others are seen sooner. Default `'30s'`. */
  interval?: Duration;
  /** `true`: by the configured policies; `'all'`: everything, loudly and audited. Default `false`. */
  autoApprove?: AutoApproveMode;
  /** Ends when all tasks of the team have ended. Default `false`. */
  stopWhenDone?: boolean;
  /**
   * Starts another worker like this for each of the team that dies from now on, until there are `count`. Where they die again and
   * again it pauses for longer and longer, and gives up after eight in a row. Default: nobody is replaced.
   */
  respawn?: Omit<SpawnWorkers, 'name'>;
  /** After each look, while this instance leads: where a coordinator plans its next tasks. */
  onRound?(progress: TeamProgress): Promise<void> | void;
  /** Ends the loop; the coordinator still leads until it is stopped. */
  signal?: AbortSignal;
}

/** How a loop came to its end. */
export interface OrchestrationEnd {
  ended: 'done' | 'stopped';
  /** As last seen. */
  progress: TeamProgress | undefined;
}

export interface LoopPlan {
  intervalMs: number;
  autoApprove: AutoApproveMode;
  stopWhenDone: boolean;
  respawning: Respawning | undefined;
  onRound(progress: TeamProgress): Promise<void> | void;
}

/** @throws `invalid_argument` naming the option. */
export function loopPlan(options: OrchestrationOptions): LoopPlan {
  const intervalMs = durationMs(options.interval ?? '30s', 'interval');
  if (intervalMs < 10) throw invalid('interval', 'at least 10ms', options.interval);
  const { autoApprove = false, stopWhenDone = false, onRound = () => undefined } = options;
  if (autoApprove !== 'all' && typeof autoApprove !== 'boolean')
    throw invalid('autoApprove', 'true, false or "all"', autoApprove);
  const { respawn } = options;
  checkInteger(respawn?.count ?? 1, 'respawn.count', 1, 100);
  const respawning = respawn && new Respawning(respawn);
  return { intervalMs, autoApprove, stopWhenDone, respawning, onRound };
}
