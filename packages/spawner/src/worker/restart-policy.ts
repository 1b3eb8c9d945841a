import {
  type Backoff,
  checkInteger,
  checkOneOf,
  type Duration,
  durationMs,
  type JsonObject,
} from '@agentcoord/core';

export const RESTART_POLICIES = ['never', 'on-failure', 'always'] as const;
export type RestartPolicy = (typeof RESTART_POLICIES)[number];

/** What becomes of a worker that ended without being stopped. */
export interface RestartOptions {
  policy: RestartPolicy;
  /** Restarts in a row before it is given up. Default 5. */
  maxRestarts?: number;
  /** Upper bound of the wait before the first restart; it doubles, with full jitter. Default `1s`. */
  backoff?: Duration;
  /** Default `1m`. */
  maxBackoff?: Duration;
  /** A life of this length shows that it works: counting begins again. Default `10m`. */
  resetAfter?: Duration;
}

/** As it is stored with the worker. */
export interface RestartRecord extends JsonObject {
  policy: RestartPolicy;
  maxRestarts: number;
  backoffMs: number;
  maxBackoffMs: number;
  resetAfterMs: number;
  /** Restarts in a row that led to this life. */
  count: number;
}

export function checkRestart(asked: RestartPolicy | RestartOptions | undefined): RestartRecord | undefined {
  if (asked === undefined) return undefined;
  const options = typeof asked === 'string' ? { policy: asked } : asked;
  const policy = checkOneOf(options.policy, 'restart', RESTART_POLICIES);
  if (policy === 'never') return undefined;
  return {
    policy,
    maxRestarts: checkInteger(options.maxRestarts ?? 5, 'restart.maxRestarts', 1, 1_000),
    backoffMs: durationMs(options.backoff ?? '1s', 'restart.backoff'),
    maxBackoffMs: durationMs(options.maxBackoff ?? '1m', 'restart.maxBackoff'),
    resetAfterMs: durationMs(options.resetAfter ?? '10m', 'restart.resetAfter'),
    count: 0,
  };
}

export function backoffOf({ backoffMs: baseMs, maxBackoffMs: maxMs }: RestartRecord): Backoff {
  return { baseMs, maxMs };
}
