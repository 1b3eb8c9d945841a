import { AgentCoordError, newId, systemClock } from '@agentcoord/core';
import type { SpawnedWorker, SpawnRequest } from '@agentcoord/spawner';
import { cancelledTeam } from '../team/team-errors.js';
import { isLiving, Members } from '../team/team-members.js';
import { teamTag } from '../team/team-name.js';
import { isWithin, type TeamRecord } from '../team/team-record.js';
import { readTeams, type TeamMap } from '../team/teams.js';
import type { Acting } from './acting.js';
import { lead } from './leadership.js';

export interface SpawnWorkers extends Omit<SpawnRequest, 'name' | 'parent'> {
  /** Default 1, at most 100. With a name and more than one they are called `<name>-1`, `<name>-2`. */
  count?: number;
  name?: string;
}

/**
 * Starts workers of this team. Without tags they take every task of the team. One coordinator at a time counts and
 * starts, so the limits of all teams above hold whoever spawns. @throws `limit_exceeded` and starts none; as `spawnWorker`.
 */
export async function spawnWorkers(acting: Acting, request: SpawnWorkers): Promise<SpawnedWorker[]> {
  const { count = 1, name, ...rest } = request;
  const { storage, identity } = acting.client;
  const turn = await lead({
    storage,
    clock: systemClock,
    newId,
    key: 'team-workers/turn',
    holder: `${identity}/${newId('spawn')}`,
    ttlMs: 30_000,
    details: {},
    signal: acting.signal,
  });
  try {
    await checkRoom(acting, count);
    const tags = request.tags ?? [teamTag(acting.name)];
    const workers: SpawnedWorker[] = [];
    for (let index = 1; index <= count; index += 1) {
      turn.signal.throwIfAborted();
      const named = name === undefined ? {} : { name: count === 1 ? name : `${name}-${index}` };
      workers.push(
        await acting.spawner.spawnWorker({
          signal: acting.signal,
          ...rest,
          ...named,
          tags,
          parent: acting.name,
        }),
      );
    }
    return workers;
  } finally {
    await turn.release();
  }
}

async function checkRoom(acting: Acting, count: number): Promise<void> {
  const { storage, registry } = acting.client;
  const teams = await readTeams(storage);
  const cancelled = teams.cancellationOf(acting.team);
  if (cancelled !== undefined) throw cancelledTeam(acting.name, cancelled);
  const members = new Members(teams, await registry.list());
  for (const name of [...acting.team.path, acting.name]) {
    const team = teams.get(name);
    if (team?.maxWorkers === undefined) continue;
    const living = workersWithin(members, teams, team);
    if (living + count > team.maxWorkers) throw noRoom(team, living, count);
  }
}

/** Living workers of a team and of all below it, those that are starting among them. */
function workersWithin(members: Members, teams: TeamMap, team: TeamRecord): number {
  return members.agents.filter((agent) => {
    if (agent.kind !== 'worker' || !isLiving(agent)) return false;
    const own = members.teamOf(agent);
    return own !== undefined && isWithin(teams.get(own.name) ?? own, team.name);
  }).length;
}

function noRoom({ name, maxWorkers }: TeamRecord, living: number, count: number): AgentCoordError {
  return new AgentCoordError(
    'limit_exceeded',
    `The team of ${name} may have ${maxWorkers} workers and has ${living}: ${count} more were not started. Stop some, or raise its limit.`,
    { data: { team: name, limit: maxWorkers ?? 0, living, wanted: count } },
  );
}
