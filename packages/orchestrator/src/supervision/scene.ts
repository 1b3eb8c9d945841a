import type { Task } from '@agentcoord/core';
import { MAX_PAGE } from '@agentcoord/core';
import type { AgentInfo } from '@agentcoord/registry';
import { type Acting, isTop } from '../coordinator/acting.js';
import { type Leaders, readLeaders } from '../team/team-leaders.js';
import { Members } from '../team/team-members.js';
import type { TeamRecord } from '../team/team-record.js';
import { readTeams, type TeamMap } from '../team/teams.js';

/** Everything a round judges by. */
export interface Scene {
  /** Of the store, before all the rest was read: nothing here is older than it seems. */
  now: number;
  teams: TeamMap;
  members: Members;
  leaders: Leaders;
  /** Claimed ones, by identity of the worker. */
  held: ReadonlyMap<string, readonly Task[]>;
  /** Whether a team is this coordinator's to watch: its own, those below it, and at the top what is nobody's. */
  isMine(team: TeamRecord | undefined): boolean;
}

export async function readScene(acting: Acting): Promise<Scene> {
  const { storage, registry } = acting.client;
  const now = await storage.now();
  const agents: AgentInfo[] = await registry.list();
  const [teams, leaders, held] = await Promise.all([
    readTeams(storage),
    readLeaders(storage),
    claimedTasks(acting),
  ]);
  const mine = new Set(teams.within(acting.name).map(({ name }) => name));
  return {
    now,
    teams,
    members: new Members(teams, agents),
    leaders,
    held,
    isMine: (team) => (team === undefined ? isTop(acting) : mine.has(team.name)),
  };
}

async function claimedTasks({ client }: Acting): Promise<ReadonlyMap<string, readonly Task[]>> {
  const held = new Map<string, Task[]>();
  let cursor: string | undefined;
  do {
    const page = await client.storage.queues.list({ states: ['claimed'], limit: MAX_PAGE, cursor });
    for (const task of page.tasks) {
      if (task.claim === undefined) continue;
      const { worker } = task.claim;
      held.set(worker, [...(held.get(worker) ?? []), task]);
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  return held;
}
