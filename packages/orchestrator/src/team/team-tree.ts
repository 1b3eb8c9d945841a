import type { Storage } from '@agentcoord/core';
import { readTeamSpends, type TeamSpend } from '@agentcoord/llm-worker';
import { type AgentInfo, type AgentState, listAgents } from '@agentcoord/registry';
import type { Escalation } from '../supervision/escalation.js';
import { listEscalations } from '../supervision/escalations.js';
import { hasLeader, readLeaders } from './team-leaders.js';
import { isLiving, Members } from './team-members.js';
import { leaderKey } from './team-name.js';
import { countTasks, sumWithin, type TaskCounts } from './team-progress.js';
import type { TeamBudget, TeamRecord } from './team-record.js';
import { readTeams } from './teams.js';

/** Somebody in a team. */
export interface TeamMember {
  name: string;
  role?: string;
  state: AgentState;
  workingOn?: string;
  taskId?: string;
}

/** `leading`; `standby`: nobody leads at this moment, and somebody waits to; `gone`: died without a successor; `left`: said goodbye; `none`: never came. */
export type LeadState = 'leading' | 'standby' | 'gone' | 'left' | 'none';

/** A team with all below it; sums are over the whole. */
export interface TeamNode {
  name: string;
  parent?: string;
  lead: { state: LeadState; identity?: string; pid?: number; host?: string; since?: number; standby: number };
  tasks: TaskCounts;
  spent: Omit<TeamSpend, 'name'>;
  budget?: TeamBudget;
  maxWorkers?: number;
  cancelled?: { by: string; reason: string; at: number };
  members: TeamMember[];
  teams: TeamNode[];
}

export interface TeamTree {
  teams: TeamNode[];
  /** Living agents that no coordinator manages. */
  others: TeamMember[];
  /** Matters nobody has dealt with, oldest first. At `person` they are yours. */
  problems: Escalation[];
}

/** All teams as the store knows them, for any process. */
export async function readTeamTree(storage: Storage): Promise<TeamTree> {
  const [teams, agents, leaders, problems] = await Promise.all([
    readTeams(storage),
    listAgents(storage),
    readLeaders(storage),
    listEscalations(storage, { state: 'open' }),
  ]);
  const all = teams.all();
  const byTeam = await countTasks(storage, teams, all);
  const spends = await readTeamSpends(
    storage,
    all.map(({ name }) => name),
  );
  const spentBy = new Map(spends.map(({ name, ...spent }) => [name, spent]));
  const members = new Members(teams, agents);

  const node = (team: TeamRecord): TeamNode => {
    const { name, path, lead, budget, maxWorkers, cancelled } = team;
    const parent = path.at(-1);
    const state = leadState(team, hasLeader(leaders, name), leaders.leading.has(leaderKey(name)));
    const { identity, pid, host, since } = lead ?? {};
    return {
      name,
      ...(parent === undefined ? {} : { parent }),
      lead: {
        state,
        ...(identity === undefined ? {} : { identity }),
        ...(pid === undefined ? {} : { pid }),
        ...(host === undefined ? {} : { host }),
        ...(since === undefined ? {} : { since }),
        standby: leaders.standby.get(leaderKey(name)) ?? 0,
      },
      tasks: sumWithin(teams, name, byTeam).counts,
      spent: spentBy.get(name) ?? { usd: 0, tokens: 0, reservedUsd: 0, reservedTokens: 0 },
      ...(budget === undefined ? {} : { budget }),
      ...(maxWorkers === undefined ? {} : { maxWorkers }),
      ...(cancelled === undefined ? {} : { cancelled }),
      members: members
        .of(team)
        .filter((agent) => teams.get(agent.name) === undefined && isLiving(agent))
        .map(memberOf),
      teams: all.filter((child) => child.path.at(-1) === name).map(node),
    };
  };

  return {
    teams: all.filter(({ path }) => path.length === 0).map(node),
    others: agents
      .filter((agent) => isLiving(agent) && teams.get(agent.name) === undefined && !members.teamOf(agent))
      .map(memberOf),
    problems,
  };
}

function leadState({ lead }: TeamRecord, isLed: boolean, isLeading: boolean): LeadState {
  if (isLeading) return 'leading';
  if (isLed) return 'standby';
  if (lead === undefined) return 'none';
  return lead.leftAt === undefined ? 'gone' : 'left';
}

function memberOf({ name, role, state, workingOn, taskId }: AgentInfo): TeamMember {
  return {
    name,
    ...(role === undefined ? {} : { role }),
    state,
    ...(workingOn === undefined ? {} : { workingOn }),
    ...(taskId === undefined ? {} : { taskId }),
  };
}
