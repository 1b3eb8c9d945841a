import type { CoordinatorAgent, SpawnWorkers } from '@agentcoord/orchestrator';
import { workersOf } from './workers-of.js';

interface WorkerKind {
  llm?: boolean;
  provider?: string;
  model?: string;
}

/** Starts workers until the team has so many; those of an earlier life of its coordinator count. */
export async function fillTeam(
  coordinator: CoordinatorAgent,
  wanted: number,
  kind: WorkerKind,
): Promise<void> {
  const living = wanted === 0 ? 0 : await workersOf(coordinator.client.storage, coordinator.name);
  if (living >= wanted) return;
  await coordinator.spawnWorkers({ ...kindOf(kind), count: wanted - living });
}

/** How its workers work. */
export function kindOf({ llm, provider, model }: WorkerKind): Omit<SpawnWorkers, 'name' | 'count'> {
  return {
    useLlm: llm === true || provider !== undefined,
    ...(provider === undefined ? {} : { provider }),
    ...(model === undefined ? {} : { model }),
  };
}
