import type { Storage } from '@agentcoord/core';
import { readTeamTree, type TeamNode } from '@agentcoord/orchestrator';

/** Living workers directly in a team. */
export async function workersOf(storage: Storage, team: string): Promise<number> {
  const { teams } = await readTeamTree(storage);
  return find(teams, team)?.members.filter(({ role }) => role !== 'coordinator').length ?? 0;
}

function find(nodes: readonly TeamNode[], name: string): TeamNode | undefined {
  for (const node of nodes) {
    const found = node.name === name ? node : find(node.teams, name);
    if (found !== undefined) return found;
  }
  return undefined;
}
