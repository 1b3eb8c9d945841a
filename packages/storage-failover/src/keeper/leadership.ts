import type { Times } from '../times.js';

/** A process that leads asks again each time it looks; another one takes over before the last look is too old. */
export function leadershipMs({ lookEveryMs }: Pick<Times, 'lookEveryMs'>): number {
  return Math.ceil(lookEveryMs * 1.6);
}
