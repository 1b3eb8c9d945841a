export interface Backoff {
  /** First upper bound. Default 1 s. */
  baseMs: number;
  /** Highest upper bound. Default 5 min. */
  maxMs: number;
}

export const DEFAULT_BACKOFF: Backoff = { baseMs: 1000, maxMs: 300_000 };

/**
 * Exponential backoff with full jitter: a time drawn evenly from 0 to min(max, base · 2^(attempt−1)).
 * Full jitter ends a stampede fastest for the same work (Brooker, "Exponential Backoff and Jitter", AWS 2015).
 */
export function backoffMs(attempt: number, backoff: Backoff = DEFAULT_BACKOFF, random = Math.random): number {
  const bound = Math.min(backoff.maxMs, backoff.baseMs * 2 ** Math.min(Math.max(attempt, 1) - 1, 52));
  return Math.round(random() * bound);
}
