import type { Storage } from '@agentcoord/core';
import type { AgentRegistry } from '@agentcoord/registry';
import type { SpawnedWorker } from './spawned-worker.js';

export type EndOfAgent = (worker: SpawnedWorker) => Promise<void>;

/**
 * Tells the registry what a spawner knows for certain: that the process of this agent is gone. Its tasks
 * and locks are free at once instead of when its heartbeat has been missed, and so is its name.
 */
export function createEndOfAgent(storage: Storage, registry: AgentRegistry, by: string): EndOfAgent {
  return async (worker) => {
    const agent = await registry.get(worker.name);
    if (agent?.spawnId !== worker.id) return;
    if (agent.state === 'spawning') {
      // It never came: come in its place, and leave.
      const stand = await registry.register({ name: worker.name, kind: 'worker', spawnId: worker.id });
      await stand.leave();
    } else if (agent.state !== 'left' && agent.state !== 'dead') {
      await storage.leases.revoke({ holder: agent.identity, by, reason: 'its process has ended' });
      await registry.reap({ by });
    }
  };
}
