import { AgentCoordError } from '@agentcoord/core';

/** Said by Railway itself of what it was asked for; not by a proxy, and not of the network. */
export function isNotFound(error: unknown): boolean {
  if (!AgentCoordError.is(error)) return false;
  const { answered } = error.data;
  return Array.isArray(answered) && answered.some((message) => /not found/i.test(String(message)));
}
