import {
  type ClaimTasks,
  checkClaim,
  type Duration,
  durationMs,
  invalid,
  MAX_LEASE_MS,
  MIN_LEASE_MS,
} from '@agentcoord/core';
import type { QueueContext } from '../queue-context.js';

export interface ClaimFilter {
  /** Only tasks that share one of these; empty or left out: any task. */
  tags?: string[];
  /** What this worker can do: a task is only given to one that has all it `requires`. */
  capabilities?: string[];
  /** How long a claim lasts without a renewal, for tasks that name no lease of their own. Default `'60s'`. */
  lease?: Duration;
}

export interface ClaimOptions extends ClaimFilter {
  /** How long to wait for a task. Default 0: look once. */
  wait?: Duration;
  /** While waiting: the longest time between two looks where no signal comes. Default `'5s'`. */
  pollInterval?: Duration;
  /** Ends the waiting with `aborted`; a task that was granted meanwhile is given back. */
  signal?: AbortSignal;
}

const DEFAULT_LEASE = '60s';

/** @throws `invalid_argument` naming the option. */
export function claimRequest({ queue, worker }: QueueContext, filter: ClaimFilter): ClaimTasks {
  if (worker === undefined) {
    throw invalid(
      'worker',
      "given to claim tasks: new TaskQueue({ storage, worker: 'name of this worker' })",
    );
  }
  const leaseMs = durationMs(filter.lease ?? DEFAULT_LEASE, 'lease');
  if (leaseMs < MIN_LEASE_MS || leaseMs > MAX_LEASE_MS)
    throw invalid('lease', 'from 50ms to 24h', filter.lease);
  const { tags = [], capabilities = [] } = filter;
  return checkClaim({ queue, worker, tags, capabilities, leaseMs });
}
