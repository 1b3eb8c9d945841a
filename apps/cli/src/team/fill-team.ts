import type { CoordinatorAgent } from '@agentcoord/orchestrator';
import { workersOf } from './workers-of.js';

/** Starts workers until the team has so many; those of an earlier life of its coordinator count. */
export async function fillTeam(
  coordinator: CoordinatorAgent,
  wanted: number,
  { llm, provider, model }: { llm?: boolean; provider?: string; model?: string },
): Promise<void> {
  const living = wanted === 0 ? 0 : await workersOf(coordinator.client.storage, coordinator.name);
  if (living >= wanted) return;
  await coordinator.spawnWorkers({
    count: wanted - living,
    useLlm: llm === true || provider !== undefined,
    ...(provider === undefined ? {} : { provider }),
    ...(model === undefined ? {} : { model }),
  });
}
