import { AgentCoordError, MAX_PAGE, type Storage } from '@agentcoord/core';
import { teamId, teamTag } from './team-name.js';
import { decodeTeam, isWithin, type KnownTeam, TEAMS, type TeamRecord } from './team-record.js';

/** All teams at one moment: who is below whom, and whose a task or an agent is. */
export class TeamMap {
  private readonly byName: ReadonlyMap<string, TeamRecord>;
  private readonly byTag: ReadonlyMap<string, TeamRecord>;

  constructor(teams: readonly TeamRecord[]) {
    this.byName = new Map(teams.map((team) => [team.name, team]));
    this.byTag = new Map(teams.map((team) => [teamTag(team.name), team]));
  }

  get(name: string): TeamRecord | undefined {
    return this.byName.get(name);
  }

  all(): TeamRecord[] {
    return [...this.byName.values()];
  }

  /** The team and all below it. */
  within(name: string): TeamRecord[] {
    return this.all().filter((team) => isWithin(team, name));
  }

  /** Whose a task is: of several, the lowest. */
  ofTags(tags: readonly string[]): TeamRecord | undefined {
    return tags
      .flatMap((tag) => this.byTag.get(tag) ?? [])
      .sort((a, b) => b.path.length - a.path.length)
      .at(0);
  }

  /** The cancellation of a team, or of one above it. */
  cancellationOf({ name, path }: TeamRecord): TeamRecord['cancelled'] {
    return [...path, name].map((one) => this.get(one)?.cancelled).find((found) => found !== undefined);
  }
}

export async function readTeams(storage: Pick<Storage, 'records'>): Promise<TeamMap> {
  const teams: TeamRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await storage.records.list({ collection: TEAMS, limit: MAX_PAGE, cursor });
    teams.push(...page.records.flatMap((record) => decodeTeam(record)?.team ?? []));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return new TeamMap(teams);
}

export async function readTeam(
  storage: Pick<Storage, 'records'>,
  name: string,
): Promise<KnownTeam | undefined> {
  const [stored] = await storage.records.get({ collection: TEAMS, ids: [teamId(name)] });
  return decodeTeam(stored);
}

/** Changes a team by compare-and-set; `undefined` from `change` leaves it. @throws `not_found`. */
export async function changeTeam(
  storage: Pick<Storage, 'records'>,
  name: string,
  change: (team: TeamRecord) => TeamRecord | undefined,
): Promise<TeamRecord> {
  for (;;) {
    const known = await readTeam(storage, name);
    if (known === undefined) throw noTeam(name);
    const value = change(known.team);
    if (value === undefined) return known.team;
    if (await putTeam(storage, value, known.version)) return value;
  }
}

export async function putTeam(
  storage: Pick<Storage, 'records'>,
  team: TeamRecord,
  ifVersion: number,
): Promise<boolean> {
  const reply = await storage.records.put({
    collection: TEAMS,
    id: teamId(team.name),
    value: { ...team },
    // Found by it before every call of a model.
    labels: { tag: teamTag(team.name) },
    ifVersion,
  });
  return reply.status === 'stored';
}

export function noTeam(name: string): AgentCoordError {
  return new AgentCoordError(
    'not_found',
    `There is no coordinator named ${JSON.stringify(name)}. 'agentcoord team' shows those there are.`,
    { data: { team: name } },
  );
}
