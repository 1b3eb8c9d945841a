import { backoffMs, type Duration, durationMs, type TaskOutcome } from '@agentcoord/core';
import type { QueueContext } from '../queue-context.js';
import { failureText, noteText } from './failure-text.js';

export interface FailOptions {
  /** `false`: to the dead letter at once, whatever attempts are left. Default `true`. */
  retryable?: boolean;
  /** When to try again. Default: the queue's backoff for this attempt, with full jitter. */
  delay?: Duration;
}

const MAX_REASON_CHARACTERS = 500;

/** The store decides whether an attempt is left; this only says when the next one would be. */
export function failureOutcome(
  { retry, random }: Pick<QueueContext, 'retry' | 'random'>,
  { error, attempt, retryable = true, delay }: FailOptions & { error: unknown; attempt: number },
): TaskOutcome {
  const text = failureText(error);
  if (!retryable) return { kind: 'bury', error: text };
  const delayMs = delay === undefined ? backoffMs(attempt, retry, random) : durationMs(delay, 'delay');
  return { kind: 'retry', error: text, delayMs };
}

export function releaseOutcome(reason: string | undefined): TaskOutcome {
  const text = reason === undefined ? '' : noteText(reason, MAX_REASON_CHARACTERS).trim();
  return text === '' ? { kind: 'release' } : { kind: 'release', reason: text };
}
