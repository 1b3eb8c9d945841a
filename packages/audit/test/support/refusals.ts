import { AgentCoordError } from '@agentcoord/core';

/** The error of ours that a promise is rejected with. */
export async function refusal(promise: Promise<unknown>): Promise<AgentCoordError> {
  const error: unknown = await promise.then(
    () => new Error('It was not refused.'),
    (thrown: unknown) => thrown,
  );
  if (AgentCoordError.is(error)) return error;
  throw error;
}
