import { AgentCoordError, type Limits } from '@agentcoord/core';

/** Permits and budgets of a file store: no quick command asks for any. */
export function createLimits(): Limits {
  return new Proxy({} as Limits, {
    get() {
      throw new AgentCoordError('internal', 'A quick command only looks.');
    },
  });
}
