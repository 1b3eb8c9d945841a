import type { AgentInfo } from '@agentcoord/registry';
import type { SpawnedWorker } from '@agentcoord/spawner';

export interface Pool {
  mode: string;
  /** Exactly these. */
  tags: readonly string[];
}

/** What brings a pool to its number. */
export interface PoolPlan {
  running: number;
  missing: number;
  /** Those to leave: idle ones first, then the youngest, which have done the least. */
  surplus: SpawnedWorker[];
}

/** Workers that leave already are not counted: somebody asked them before. */
export function planPool(
  workers: readonly SpawnedWorker[],
  agents: readonly AgentInfo[],
  { mode, tags, count }: Pool & { count: number },
): PoolPlan {
  const states = new Map(agents.map((agent) => [agent.spawnId, agent.state]));
  const leaves = new Set(agents.flatMap(({ spawnId, stop }) => (spawnId && stop ? [spawnId] : [])));
  const members = workers.filter(
    (worker) =>
      ['starting', 'running', 'restarting'].includes(worker.state) &&
      worker.mode === mode &&
      !worker.stopRequested &&
      !leaves.has(worker.id) &&
      sameTags(worker.tags, tags),
  );
  const isBusy = ({ id }: SpawnedWorker): number => (states.get(id) === 'idle' ? 0 : 1);
  const byUse = [...members].sort((a, b) => isBusy(a) - isBusy(b) || b.startedAt - a.startedAt);
  return {
    running: members.length,
    missing: Math.max(0, count - members.length),
    surplus: byUse.slice(0, Math.max(0, members.length - count)),
  };
}

function sameTags(one: readonly string[], other: readonly string[]): boolean {
  const [first, second] = [new Set(one), new Set(other)];
  return first.size === second.size && [...first].every((tag) => second.has(tag));
}
