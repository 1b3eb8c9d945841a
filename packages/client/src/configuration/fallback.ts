import { checkOneOf, type Duration, durationMs, invalid } from '@agentcoord/core';
import type { Fallback } from '@agentcoord/storage-failover';
import { objectOf } from './object-setting.js';

/** What holds where nobody says anything. The only place that says so. */
export const DEFAULT_FALLBACK: Fallback = 'auto';

const FALLBACKS: readonly Fallback[] = ['auto', 'single-host', 'off'];

export function checkFallback(value: unknown, field: string): Fallback {
  return checkOneOf(value, field, FALLBACKS);
}

/**
 * The times by which ownership moves. Every process of a namespace must use the same, so they are set in the
 * committed file and nowhere else. Meaning and defaults: `FailoverTimes` of `@agentcoord/storage-failover`.
 */
export interface FallbackTimes {
  objection?: Duration;
  alone?: Duration;
  freeze?: Duration;
  lockDelay?: Duration;
}

/** As the storage takes them: milliseconds, with the unit in the name. */
export interface FallbackTimesMs {
  objectionMs?: number;
  aloneMs?: number;
  freezeMs?: number;
  lockDelayMs?: number;
}

const TIMES: ReadonlyArray<keyof FallbackTimes> = ['objection', 'alone', 'freeze', 'lockDelay'];

export function checkFallbackTimes(value: unknown): FallbackTimes {
  const times = objectOf(value, 'fallbackTimes', '{"objection": "5s"}');
  const unknown = Object.keys(times).find((name) => !TIMES.includes(name as keyof FallbackTimes));
  if (unknown !== undefined) throw invalid(`fallbackTimes.${unknown}`, `one of ${TIMES.join(', ')}`);
  for (const name of TIMES)
    if (times[name] !== undefined) durationMs(times[name] as Duration, `fallbackTimes.${name}`);
  return times as FallbackTimes;
}

export function fallbackTimesMs(times: FallbackTimes = {}): FallbackTimesMs {
  return Object.fromEntries(
    TIMES.flatMap((name) => {
      const time = times[name];
      return time === undefined ? [] : [[`${name}Ms`, durationMs(time, `fallbackTimes.${name}`)]];
    }),
  );
}
