import { AgentCoordError } from '@agentcoord/core';

export function turnsUsedUp(maxTurns: number): AgentCoordError {
  return new AgentCoordError(
    'limit_exceeded',
    `The model did not finish within ${maxTurns} turns. Split the task, or raise the limit of turns.`,
    { data: { limit: maxTurns, retryable: true } },
  );
}

export function refusedError(provider: string, detail: string | undefined): AgentCoordError {
  return new AgentCoordError(
    'provider_failed',
    `The model refused the task${detail ? ` (${detail})` : ''}. Say in the task what is wanted and why, or give it to a person.`,
    { data: { provider, reason: 'refusal', detail: detail ?? null, retryable: false } },
  );
}

export function windowFull(): AgentCoordError {
  return new AgentCoordError(
    'provider_failed',
    'The context of the model is full, and there is nothing left to leave out. Split the task into smaller ones.',
    { data: { reason: 'context_window', retryable: false } },
  );
}

export function unfinished(why: string): AgentCoordError {
  return new AgentCoordError(
    'provider_failed',
    `The model did not finish the task: ${why}. It can be tried again.`,
    {
      data: { reason: 'unfinished', retryable: true },
    },
  );
}

export function goingInCircles(tool: string): AgentCoordError {
  return new AgentCoordError(
    'provider_failed',
    `The model went in a circle: it called ${tool} again and again with the same input and the same answer. Describe the task more closely.`,
    { data: { reason: 'loop', tool, retryable: true } },
  );
}
