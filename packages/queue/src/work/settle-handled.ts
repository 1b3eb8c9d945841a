import {
  AgentCoordError,
  type ClaimTasks,
  encodeJson,
  type JsonValue,
  MAX_RESULT_BYTES,
  type Task,
  type TaskOutcome,
  type TaskState,
} from '@agentcoord/core';
import { failureOutcome, releaseOutcome } from '../claim/failure-outcome.js';
import type { HeldClaim, Settled } from '../claim/held-claim.js';
import type { QueueContext } from '../queue-context.js';
import { isPassing } from '../storage-trouble.js';
import type { Handled } from './run-handler.js';
import type { WorkEvent } from './work-event.js';

export interface Verdict {
  event: WorkEvent;
  next?: Settled['next'];
}

/** Settles a claim as its handler ended, and claims the next task in the same trip. */
export async function settleHandled(
  context: QueueContext,
  { claim, handled, next }: { claim: HeldClaim; handled: Handled; next: ClaimTasks | undefined },
): Promise<Verdict> {
  const { task } = claim;
  // The handler settled it by itself, and perhaps did not wait for the answer.
  await claim.answered();
  if (claim.settlement) return { event: eventOf(task, claim.settlement.outcome, claim.settlement.state) };
  if (claim.lostBecause) return { event: { type: 'task-lost', task, error: claim.lostBecause } };
  const outcome = outcomeOf(context, claim, handled);
  try {
    const settled = await claim.settle(outcome, next);
    return { event: eventOf(task, outcome, settled.state), next: settled.next };
  } catch (error) {
    if (!AgentCoordError.is(error, 'fenced', 'cancelled') && !isPassing(error)) throw error;
    claim.abandon();
    return { event: { type: 'task-lost', task, error: error as AgentCoordError } };
  }
}

function outcomeOf(context: QueueContext, claim: HeldClaim, handled: Handled): TaskOutcome {
  const attempt = claim.task.attempts;
  if (handled.kind === 'returned') {
    try {
      return completion(handled.value);
    } catch (error) {
      // The same handler would return the same kind of value again, after doing all its work again.
      return failureOutcome(context, { error, attempt, retryable: false });
    }
  }
  // Told to stop: what it threw then is no failure of the task.
  if (claim.toldToStop || handled.kind === 'ignored') return releaseOutcome('the worker stopped');
  return failureOutcome(context, { error: handled.error, attempt });
}

function completion(value: unknown): TaskOutcome {
  if (value === undefined) return { kind: 'complete' };
  encodeJson(value, "the handler's result", MAX_RESULT_BYTES);
  return { kind: 'complete', result: value as JsonValue };
}

function eventOf(task: Task, outcome: TaskOutcome, state: TaskState): WorkEvent {
  switch (outcome.kind) {
    case 'complete':
      return { type: 'task-completed', task };
    case 'release':
      return { type: 'task-released', task, reason: outcome.reason ?? '' };
    default:
      return { type: 'task-failed', task, error: outcome.error, state };
  }
}
