import { type JsonValue, MAX_PAGE, type Storage, type StoredRecord } from '@agentcoord/core';
import { agentRecordId } from '@agentcoord/registry';
import type { TeamCap } from './charges.js';

/** The records of coordinators; their words stand here as data, without importing them. */
const TEAMS = 'teams';
const TAG = 'team:';

/**
 * Whose money a task spends, by its tags: its team's and that of every team above, each with its cap. Read before
 * every call, so that a cap that is lowered holds at once. Caps of teams only ever tighten what the configuration
 * allows, so that one who can write to the store gains nothing by them.
 */
export async function teamsOfTask(
  records: Storage['records'],
  tags: readonly string[],
): Promise<readonly TeamCap[]> {
  const caps = new Map<string, TeamCap>();
  for (const tag of tags) {
    if (!tag.startsWith(TAG)) continue;
    const { records: found } = await records.list({ collection: TEAMS, labels: { tag }, limit: MAX_PAGE });
    for (const team of found) for (const cap of await withAbove(records, team)) caps.set(cap.name, cap);
  }
  return [...caps.values()];
}

async function withAbove(records: Storage['records'], team: StoredRecord): Promise<TeamCap[]> {
  const path = Array.isArray(team.value.path) ? team.value.path.filter(isText) : [];
  const above =
    path.length === 0 ? [] : await records.get({ collection: TEAMS, ids: path.map(agentRecordId) });
  return [...above, team].flatMap((record) => (record === undefined ? [] : (capOf(record) ?? [])));
}

function capOf({ value }: StoredRecord): TeamCap | undefined {
  const { name, budget } = value;
  if (!isText(name)) return undefined;
  const { usd, tokens } =
    typeof budget === 'object' && budget !== null && !Array.isArray(budget) ? budget : {};
  return {
    name,
    ...(typeof usd === 'number' ? { usd } : {}),
    ...(typeof tokens === 'number' ? { tokens } : {}),
  };
}

function isText(value: JsonValue | undefined): value is string {
  return typeof value === 'string';
}
