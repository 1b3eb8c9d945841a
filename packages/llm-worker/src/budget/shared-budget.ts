import { AgentCoordError } from '@agentcoord/core';

/**
 * Whether a budget is used up that all tasks of a worker share. Then the task is not to blame: give it
 * back and stop claiming, instead of failing one task after the other.
 */
export function isSharedBudgetUsedUp(error: unknown): error is AgentCoordError {
  return AgentCoordError.is(error, 'budget_exceeded') && error.data.retryable === true;
}
