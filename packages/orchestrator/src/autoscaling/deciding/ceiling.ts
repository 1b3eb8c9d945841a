import type { Ceiling, PoolSnapshot, Pressure } from './snapshot.js';

interface Weather {
  pressure: Pressure;
  now: number;
  /** Refusals this long ago say nothing any more; also the time between two steps. */
  rateLimitPauseMs: number;
}

/**
 * How many workers a provider seems to bear, as congestion is met elsewhere (additive increase, multiplicative decrease;
 * Chiu and Jain 1989), only slower: one refusal by itself changes nothing. Where calls are still refused one pause later
 * a quarter of the workers goes, never below the minimum, and so on with each pause. Each pause without a refusal lets a few come back.
 */
export function nextCeiling(
  { pool, staff, ceiling }: Pick<PoolSnapshot, 'pool' | 'staff' | 'ceiling'>,
  { pressure: { rateLimit }, now, rateLimitPauseMs }: Weather,
): Ceiling | undefined {
  const present = staff.starting + staff.idle + staff.working;
  const isRefused = rateLimit !== undefined && now < rateLimit.at + rateLimitPauseMs;
  if (ceiling === undefined) {
    return isRefused
      ? { workers: present, at: now, provider: rateLimit.provider, lowered: false }
      : undefined;
  }
  if (now - ceiling.at < rateLimitPauseMs) return ceiling;
  if (isRefused && rateLimit.at > ceiling.at) {
    const before = Math.min(present, ceiling.workers);
    const fewer = before - Math.max(1, Math.floor(before / 4));
    const workers = Math.max(fewer, pool.minWorkers, 1);
    return { workers, at: now, provider: rateLimit.provider, lowered: true };
  }
  const workers = ceiling.workers + Math.max(1, Math.ceil(ceiling.workers / 4));
  return ceiling.lowered && workers < pool.maxWorkers ? { ...ceiling, workers, at: now } : undefined;
}
