import { AgentCoordError, describeThrown, redact } from '@agentcoord/core';
import type { ErrorClass } from './error-class.js';
import { saysNobodyListens } from './nobody-there.js';

/** Where the storage is, for people, and the secrets that no message may carry. */
export interface Place {
  address: string;
  secrets: readonly string[];
}

/** Says what happened, why, and what to do next. The cause is left out: ioredis puts commands with passwords there. */
export function storageError(
  kind: ErrorClass | 'outcome-unknown',
  thrown: unknown,
  place: Place,
): AgentCoordError {
  const reason = redact(describeThrown(thrown), place.secrets);
  const data = { address: place.address, reason };
  switch (kind) {
    case 'configuration':
      return new AgentCoordError(
        'misconfigured',
        `Redis at ${place.address} and we do not accept each other: ${reason}. Check user, password, rights (ACL) and certificates.`,
        { data },
      );
    case 'degraded':
      return new AgentCoordError(
        'storage_unwritable',
        `Redis at ${place.address} takes no new data: ${reason}. Nothing was changed; free memory or disk there.`,
        { data },
      );
    case 'outcome-unknown':
      return new AgentCoordError(
        'storage_unknown',
        `Redis at ${place.address} did not answer in time: ${reason}. The call may or may not have run.`,
        { data },
      );
    case 'internal':
    case 'no-script':
      return new AgentCoordError('internal', `Redis at ${place.address} answered with an error: ${reason}`, {
        data,
      });
    default:
      return new AgentCoordError(
        'storage_unavailable',
        `Redis at ${place.address} cannot be reached: ${reason}. Nothing was changed; it is safe to try again.`,
        { data: saysNobodyListens(thrown) ? { ...data, nobodyListens: true } : data },
      );
  }
}

export function closedError(): AgentCoordError {
  return new AgentCoordError('closed', 'The storage was closed by its owner. Open it again to go on.');
}
