import type { AgentInfo, AgentRegistry } from '@agentcoord/registry';
import type { SpawnedWorker, WorkerSpawner } from '@agentcoord/spawner';

/** `lost`: its process is there, but not as the agent it was started to be. */
export type Standing = 'starting' | 'idle' | 'working' | 'leaving' | 'lost' | 'ended';

/** A worker that an autoscaler of this name has started, whichever process that was. */
export interface OwnWorker {
  worker: SpawnedWorker;
  /** Its number: names are used again, so that there are never more workers than names. */
  slot: number;
  standing: Standing;
  agent?: AgentInfo;
}

export function workerName(scaler: string, slot: number): string {
  return `${scaler}-${slot}`;
}

/** All workers of the scaler, also those that have ended, by what the storage and their processes say. */
export async function readOwnWorkers(
  scaler: string,
  { spawner, registry }: { spawner: WorkerSpawner; registry: AgentRegistry },
): Promise<OwnWorker[]> {
  // The processes first: a worker that is seen and leaves in between counts once too often, never too rarely.
  const workers = await spawner.list();
  const agents = new Map((await registry.list()).map((agent) => [agent.spawnId, agent]));
  return workers.flatMap((worker): OwnWorker[] => {
    const slot = slotOf(scaler, worker);
    if (slot === undefined) return [];
    const agent = agents.get(worker.id);
    return [{ worker, slot, standing: standingOf(worker, agent), ...(agent === undefined ? {} : { agent }) }];
  });
}

function slotOf(scaler: string, { name, parent }: SpawnedWorker): number | undefined {
  if (parent !== scaler || !name.startsWith(`${scaler}-`)) return undefined;
  const number = name.slice(scaler.length + 1);
  return /^[1-9]\d{0,5}$/.test(number) ? Number(number) : undefined;
}

function standingOf(worker: SpawnedWorker, agent: AgentInfo | undefined): Standing {
  if (worker.state !== 'starting' && worker.state !== 'running') return 'ended';
  if (agent === undefined || agent.state === 'spawning') return 'starting';
  if (agent.state === 'left') return 'leaving';
  if (agent.state === 'dead') return 'lost';
  if (agent.drain !== undefined || agent.stop !== undefined) return 'leaving';
  return agent.state === 'idle' ? 'idle' : 'working';
}
