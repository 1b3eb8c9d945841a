import { AgentCoordError } from '@agentcoord/core';
import { NoAnswer } from './within.js';

/**
 * - `silent`: nobody answered; whether it ran may be unknown.
 * - `degraded`: it answers and cannot write: no reason to fall back.
 * - `ours`: a mistake of this process alone (credentials, rights, a closed storage, a bug).
 */
export type Trouble = 'silent' | 'degraded' | 'ours';

/** Nobody is there, says the machine itself: not a silence behind which somebody may be. */
export function isRefusal(error: unknown): boolean {
  return AgentCoordError.is(error, 'storage_unavailable') && error.data.nobodyListens === true;
}

export function troubleOf(error: unknown): Trouble {
  if (error instanceof NoAnswer) return 'silent';
  if (AgentCoordError.is(error, 'storage_unavailable', 'storage_unknown', 'timeout')) return 'silent';
  if (AgentCoordError.is(error, 'storage_unwritable', 'disk_full')) return 'degraded';
  return 'ours';
}
