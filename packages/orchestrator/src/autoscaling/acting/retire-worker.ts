import { AgentCoordError } from '@agentcoord/core';
import type { AgentRegistry } from '@agentcoord/registry';
import type { OwnWorker } from '../measuring/own-workers.js';

/**
 * How a worker is sent away. @returns false where it could not be asked: it has left meanwhile, or is not there yet.
 */
export type Retire = (own: OwnWorker, request: { by: string; reason: string }) => Promise<boolean>;

/**
 * Asks it to take no further task and to leave when it has none. The question lies in the worker's own record, so it
 * holds although whoever asked is gone, and a worker that claimed a task at this very moment does it to its end.
 */
export function retireByDraining(registry: AgentRegistry): Retire {
  return async ({ worker }, { by, reason }) => {
    try {
      await registry.askToDrain(worker.name, { by, reason, spawnId: worker.id });
      return true;
    } catch (error) {
      if (AgentCoordError.is(error, 'conflict', 'not_found')) return false;
      throw error;
    }
  };
}
