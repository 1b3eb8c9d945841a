import { isKeyBelow } from '@agentcoord/core';
import type { WholeKey } from './marks.js';

/** The same rule as the marks follow, for two keys at hand. */
function keysConflict(one: WholeKey, other: WholeKey): boolean {
  if (one.mode === 'shared' && other.mode === 'shared') return false;
  if (one.key === other.key) return true;
  if (one.scope === 'tree' && isKeyBelow(other.key, one.key)) return true;
  return other.scope === 'tree' && isKeyBelow(one.key, other.key);
}

/** The first key of `held` that stands against one of `wanted`. */
export function firstConflict(held: readonly WholeKey[], wanted: readonly WholeKey[]): WholeKey | undefined {
  return held.find((key) => wanted.some((other) => keysConflict(key, other)));
}
