import { hostname } from 'node:os';
import { MAX_PAGE } from '@agentcoord/core';
import type { AgentInfo } from '@agentcoord/registry';
import type { SpawnerContext } from '../spawner-context.js';
import { SUPERVISORS } from '../supervise/supervisor-key.js';
import { hasItsName, type SpawnedWorker } from './spawned-worker.js';

/** An agent that nobody has buried is gone for good only after this many times the usual time. */
const UNBURIED = 5;

/**
 * Workers of other hosts of which nobody will say anything any more, and why. Only their own host can see their processes;
 * so it must be that nobody there looks after workers (no supervisor leads, no coordinator lives), and that the
 * worker's own agent has ended by the registry for `lostAfterMs`. An agent that has ended never comes back: a process that
 * lives nevertheless (its network was cut) has lost its name, locks and tasks, finds that out, and leaves.
 */
export async function findLost(
  context: SpawnerContext,
  workers: readonly SpawnedWorker[],
  { now, lostAfterMs }: { now: number; lostAfterMs: number },
): Promise<ReadonlyMap<string, string>> {
  const candidates = workers.flatMap((worker) => {
    const host = otherHostOf(worker);
    return host === undefined ? [] : [{ worker, host }];
  });
  if (candidates.length === 0) return new Map();
  const agents = await context.registry.list();
  const attended = await attendedHosts(context, agents);
  const byName = new Map(agents.map((agent) => [agent.name, agent]));
  return new Map(
    candidates.flatMap(({ worker, host }) => {
      if (attended.has(host)) return [];
      const goneAt = endOfAgent(worker, byName.get(worker.name), lostAfterMs);
      // Whoever is still starting it says so.
      return goneAt !== undefined && now - Math.max(goneAt, worker.launchingAt ?? 0) >= lostAfterMs
        ? [[worker.id, `lost: its agent has ended, and nobody on ${host} looks after it`]]
        : [];
    }),
  );
}

/** Where a worker that has its name is, if only that host can tell how it does. */
export function otherHostOf(worker: SpawnedWorker): string | undefined {
  const { handle, spawnerHost, state } = worker;
  const host = handle === undefined || state === 'restarting' ? spawnerHost : handle.host;
  return hasItsName(worker) && host !== hostname() ? host : undefined;
}

/** When this life of it was over by the registry; `undefined` while it is not. */
function endOfAgent(
  worker: SpawnedWorker,
  agent: AgentInfo | undefined,
  lostAfterMs: number,
): number | undefined {
  // Forgotten, or another one of that name came after it.
  if (agent?.spawnId !== worker.id) return worker.restartAt ?? worker.exitedAt ?? worker.startedAt;
  if (agent.state === 'left') return Math.max(agent.leftAt ?? 0, worker.restartAt ?? 0);
  if (agent.state !== 'dead') return undefined;
  const endedAt = agent.diedAt ?? agent.lastHeartbeatAt + (UNBURIED - 1) * lostAfterMs;
  return Math.max(endedAt, worker.restartAt ?? 0);
}

async function attendedHosts(
  { storage }: SpawnerContext,
  agents: readonly AgentInfo[],
): Promise<ReadonlySet<string>> {
  const coordinated = agents.flatMap(({ host, kind, state }) =>
    host === undefined || kind !== 'coordinator' || state === 'dead' || state === 'left' ? [] : [host],
  );
  const { grants } = await storage.leases.inspect({ under: SUPERVISORS, limit: MAX_PAGE });
  const supervised = grants.flatMap(({ keys }) => keys.map(({ key }) => key.slice(SUPERVISORS.length + 1)));
  return new Set([...coordinated, ...supervised]);
}
