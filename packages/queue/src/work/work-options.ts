import { checkInteger, type Duration, durationMs } from '@agentcoord/core';
import type { ClaimFilter } from '../claim/claim-options.js';
import { DEFAULT_POLL_INTERVAL } from '../wait/next-look.js';
import type { WorkEvent } from './work-event.js';

export interface WorkOptions extends ClaimFilter {
  /** How many tasks are worked on at once. Default 1, at most 100. */
  concurrency?: number;
  /** The longest time between two looks where no signal comes. Default `'5s'`. */
  pollInterval?: Duration;
  /** Ends after this many tasks. Default: no end. */
  maxTasks?: number;
  /**
   * `true`: ends as soon as nothing can be claimed and nothing runs here, though tasks may be due
   * later. A duration: ends after having been idle that long. Default `false`.
   */
  stopWhenIdle?: boolean | Duration;
  /** Stops the loop gracefully: nothing more is claimed, handlers are told through `task.signal`, their tasks released. */
  signal?: AbortSignal;
  /** Ends the loop when what is being worked on is done: nothing more is claimed, and no handler is told. */
  drain?: AbortSignal;
  /** How long a handler may go on once its `task.signal` fired; then it is left behind. Default `'5s'`. */
  grace?: Duration;
  onEvent?: (event: WorkEvent) => void;
}

export interface WorkPlan {
  concurrency: number;
  pollMs: number;
  maxTasks: number;
  /** Undefined: never. */
  stopAfterIdleMs: number | undefined;
  graceMs: number;
  signal: AbortSignal | undefined;
  drain: AbortSignal | undefined;
  onEvent: (event: WorkEvent) => void;
}

/** @throws `invalid_argument` naming the option. */
export function workPlan(options: WorkOptions): WorkPlan {
  const {
    concurrency = 1,
    maxTasks,
    stopWhenIdle = false,
    signal,
    drain,
    onEvent = () => undefined,
  } = options;
  return {
    concurrency: checkInteger(concurrency, 'concurrency', 1, 100),
    pollMs: durationMs(options.pollInterval ?? DEFAULT_POLL_INTERVAL, 'pollInterval'),
    maxTasks:
      maxTasks === undefined
        ? Number.POSITIVE_INFINITY
        : checkInteger(maxTasks, 'maxTasks', 1, Number.MAX_SAFE_INTEGER),
    stopAfterIdleMs: idleMs(stopWhenIdle),
    graceMs: durationMs(options.grace ?? '5s', 'grace'),
    signal,
    drain,
    onEvent,
  };
}

function idleMs(stopWhenIdle: boolean | Duration): number | undefined {
  if (stopWhenIdle === false) return undefined;
  return stopWhenIdle === true ? 0 : durationMs(stopWhenIdle, 'stopWhenIdle');
}
