import { AgentCoordError, checkInteger, invalid, type Storage } from '@agentcoord/core';
import { checkAgentName } from '@agentcoord/registry';
import { checkTeamName } from './team-name.js';
import type { TeamBudget, TeamRecord } from './team-record.js';
import { changeTeam, putTeam, readTeam } from './teams.js';

/** What a team may do; a limit that is left out is that of the team above. */
export interface TeamLimits {
  budget?: TeamBudget;
  /** Living workers of the team and of all below it. */
  maxWorkers?: number;
}

export interface TeamRequest extends TeamLimits {
  name: string;
  /** The coordinator above. Left out: it is at the top. */
  parent?: string;
}

/** Charges of one model call are bounded, and each team above adds its own. */
const MAX_DEPTH = 16;

export interface FoundTeam extends TeamRequest {
  /** The team itself asks: it can lower what it was given, never raise it. */
  onlyTightens?: boolean;
}

/**
 * Makes the team known, or finds it: a team outlives its coordinators. Limits that are given replace those that are
 * there, others stay. @throws `not_found` for a parent nobody has founded, `conflict` when it has another parent.
 */
export async function foundTeam(
  storage: Pick<Storage, 'records' | 'now'>,
  request: FoundTeam,
): Promise<{ team: TeamRecord; isNew: boolean }> {
  const name = checkTeamName(request.name);
  const limits = checkLimits(request);
  const path = await pathUnder(storage, name, request.parent);
  for (;;) {
    const known = await readTeam(storage, name);
    if (known !== undefined && request.parent !== undefined && known.team.path.at(-1) !== request.parent)
      throw otherParent(known.team, request.parent);
    const before = known?.team ?? { name, path, createdAt: await storage.now() };
    const team = { ...before, ...(request.onlyTightens ? tightened(before, limits) : limits) };
    if (known !== undefined && Object.keys(limits).length === 0) return { team: known.team, isNew: false };
    if (await putTeam(storage, team, known?.version ?? 0)) return { team, isNew: known === undefined };
  }
}

/** Limits that are left out stay. @throws `not_found`, `invalid_argument`. */
export async function setTeamLimits(
  storage: Pick<Storage, 'records'>,
  name: string,
  wanted: TeamLimits,
): Promise<TeamRecord> {
  const limits = checkLimits(wanted);
  return changeTeam(storage, name, (team) => ({
    ...team,
    ...limits,
    ...(limits.budget === undefined ? {} : { budget: { ...team.budget, ...limits.budget } }),
  }));
}

async function pathUnder(
  storage: Pick<Storage, 'records'>,
  name: string,
  parent: string | undefined,
): Promise<string[]> {
  if (parent === undefined) return [];
  const above = await readTeam(storage, checkAgentName(parent));
  if (above === undefined) throw noParent(name, parent);
  const path = [...above.team.path, parent];
  if (path.includes(name)) throw invalid('parent', `a coordinator that is not below ${name}`, parent);
  if (path.length < MAX_DEPTH) return path;
  throw new AgentCoordError(
    'limit_exceeded',
    `Teams may be ${MAX_DEPTH} levels deep. Put ${name} further up.`,
    {
      data: { field: 'parent', limit: MAX_DEPTH },
    },
  );
}

function checkLimits({ budget, maxWorkers }: TeamLimits): TeamLimits {
  return {
    ...(budget === undefined ? {} : { budget: checkBudget(budget) }),
    ...(maxWorkers === undefined ? {} : { maxWorkers: checkInteger(maxWorkers, 'maxWorkers', 0, 10_000) }),
  };
}

function tightened(given: TeamLimits, wanted: TeamLimits): TeamLimits {
  const maxWorkers = lower(given.maxWorkers, wanted.maxWorkers);
  const usd = lower(given.budget?.usd, wanted.budget?.usd);
  const tokens = lower(given.budget?.tokens, wanted.budget?.tokens);
  const budget = { ...(usd === undefined ? {} : { usd }), ...(tokens === undefined ? {} : { tokens }) };
  return {
    ...(maxWorkers === undefined ? {} : { maxWorkers }),
    ...(Object.keys(budget).length === 0 ? {} : { budget }),
  };
}

function lower(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Math.min(one, other);
}

function checkBudget(budget: TeamBudget): TeamBudget {
  const { usd, tokens, ...others } = budget;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw invalid(`budget.${unknown}`, 'one of usd, tokens');
  if (usd !== undefined && !(typeof usd === 'number' && usd >= 0 && usd <= 1_000_000))
    throw invalid('budget.usd', 'dollars, from 0 to 1000000', usd);
  return {
    ...(usd === undefined ? {} : { usd }),
    ...(tokens === undefined
      ? {}
      : { tokens: checkInteger(tokens, 'budget.tokens', 0, Number.MAX_SAFE_INTEGER) }),
  };
}

function noParent(name: string, parent: string): AgentCoordError {
  return new AgentCoordError(
    'not_found',
    `${name} cannot be below ${JSON.stringify(parent)}: there was never a coordinator of that name here. ` +
      'Start it first (agentcoord coordinator --name <parent>), or leave the parent out.',
    { data: { field: 'parent', team: parent } },
  );
}

function otherParent({ name, path }: TeamRecord, parent: string): AgentCoordError {
  const now = path.at(-1);
  return new AgentCoordError(
    'conflict',
    `The team of ${name} is ${now === undefined ? 'at the top' : `below ${now}`} and stays there: its work and spending were counted so. ` +
      `Leave the parent out, or choose another name below ${parent}.`,
    { data: { team: name, parent: now ?? null } },
  );
}
