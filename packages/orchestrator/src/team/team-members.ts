import type { AgentInfo } from '@agentcoord/registry';
import { nameOf } from './team-name.js';
import type { TeamRecord } from './team-record.js';
import type { TeamMap } from './teams.js';

const MAX_DEPTH = 64;

/** Who belongs to which team: an agent to that of its parent, or of its parent's parent where that one leads none. */
export class Members {
  private readonly byName: ReadonlyMap<string, AgentInfo>;

  constructor(
    private readonly teams: TeamMap,
    readonly agents: readonly AgentInfo[],
  ) {
    this.byName = new Map(agents.map((agent) => [agent.name, agent]));
  }

  agent(name: string): AgentInfo | undefined {
    return this.byName.get(name);
  }

  /** `undefined` for one nobody manages, a coordinator at the top among them. */
  teamOf(agent: AgentInfo): TeamRecord | undefined {
    let parent = agent.parent;
    for (let depth = 0; depth < MAX_DEPTH && parent !== undefined; depth += 1) {
      const name = nameOf(parent);
      const team = this.teams.get(name);
      if (team !== undefined) return team;
      parent = this.byName.get(name)?.parent;
    }
    return undefined;
  }

  /** Directly in a team, its own coordinator left out. */
  of(team: TeamRecord): AgentInfo[] {
    return this.agents.filter((agent) => this.teamOf(agent)?.name === team.name);
  }
}

export function isLiving({ state }: Pick<AgentInfo, 'state'>): boolean {
  return state !== 'dead' && state !== 'left';
}
