import { AgentCoordError } from '@agentcoord/core';
import type { SpawnedWorker } from '@agentcoord/spawner';

/** The one of that name or id; without one, all. @throws `not_found`. */
export function findWorkers(workers: readonly SpawnedWorker[], nameOrId?: string): SpawnedWorker[] {
  if (nameOrId === undefined) return [...workers];
  const found = workers.find(({ name, id }) => name === nameOrId || id === nameOrId);
  if (found) return [found];
  throw new AgentCoordError(
    'not_found',
    `There is no worker with the name or id ${JSON.stringify(nameOrId)}. See agentcoord workers.`,
    { data: { worker: nameOrId } },
  );
}
