import { AgentCoordError } from '@agentcoord/core';

/** Errors of a store that may go away by waiting; every other one needs a person or is a mistake. */
export function isPassing(error: unknown): boolean {
  return AgentCoordError.is(
    error,
    'storage_unavailable',
    'storage_unknown',
    'disk_full',
    'timeout',
    'session_expired',
    'superseded',
  );
}
