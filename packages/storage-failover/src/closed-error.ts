import { AgentCoordError } from '@agentcoord/core';

export function closedError(): AgentCoordError {
  return new AgentCoordError('closed', 'This storage was closed. Open it again to use it.');
}
