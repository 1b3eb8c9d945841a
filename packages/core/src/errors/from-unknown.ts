import { AgentCoordError } from './agent-coord-error.js';

/** Anything thrown, as an error of ours: foreign ones become `internal` and keep their cause. */
export function toAgentCoordError(thrown: unknown): AgentCoordError {
  if (AgentCoordError.is(thrown)) return thrown;
  return new AgentCoordError('internal', describeThrown(thrown), { cause: thrown });
}

export function describeThrown(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
