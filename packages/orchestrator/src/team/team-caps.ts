import type { Storage } from '@agentcoord/core';
import type { TeamCap } from '@agentcoord/llm-worker';
import { isTeamTag } from './team-name.js';
import type { TeamRecord } from './team-record.js';
import { readTeams } from './teams.js';

/**
 * Whose money a task spends, by its tags: its team's and that of every team above, each with its cap. For `teamsOf` of
 * `createSpendAccounts`. Caps only ever tighten what the configuration allows, so that one who can write to the
 * store gains nothing by them.
 */
export function teamCaps(storage: Pick<Storage, 'records'>): (tags: readonly string[]) => Promise<TeamCap[]> {
  return async (tags) => {
    if (!tags.some(isTeamTag)) return [];
    const teams = await readTeams(storage);
    const team = teams.ofTags(tags);
    if (team === undefined) return [];
    return [...team.path, team.name].flatMap((name) => capOf(teams.get(name)) ?? []);
  };
}

function capOf(team: TeamRecord | undefined): TeamCap | undefined {
  return team && { name: team.name, ...team.budget };
}
