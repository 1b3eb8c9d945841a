import { AgentCoordError } from '@agentcoord/core';
import type { SpawnedWorker } from './record/spawned-worker.js';
import type { SpawnerContext } from './spawner-context.js';

export interface DrainWorker {
  worker: SpawnedWorker;
  /** Asks its agent to leave when it is done. */
  ask: (name: string) => Promise<void>;
  stop: (worker: SpawnedWorker) => Promise<unknown>;
}

/** Written down first, so that nobody starts its next life; then asked. */
export async function drainWorker(
  context: SpawnerContext,
  { worker, ask, stop }: DrainWorker,
): Promise<SpawnedWorker> {
  const marked = await context.records.change(worker, () => ({ stopRequested: true }));
  const agent = await context.registry.get(worker.name);
  // Who waits for a restart has no process that could be asked.
  const isThere = marked.state !== 'restarting' && agent?.spawnId === worker.id && agent.state !== 'spawning';
  try {
    if (isThere) await ask(worker.name);
    else await stop(marked);
  } catch (error) {
    // It left by itself in between.
    if (!AgentCoordError.is(error, 'conflict', 'not_found')) throw error;
  }
  return marked;
}
