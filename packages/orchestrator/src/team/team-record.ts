import type { JsonObject, StoredRecord } from '@agentcoord/core';

export const TEAMS = 'teams';

/** The most that a team with everything below it may spend on models. */
export type TeamBudget = {
  /** Dollars. */
  usd?: number;
  tokens?: number;
};

/** Who coordinates a team, or did so last. */
export type TeamLead = {
  identity: string;
  /** Of its leadership: grows with each. */
  fence: number;
  since: number;
  /** Why it came to lead. */
  why: string;
  pid?: number;
  host?: string;
  /** It said goodbye; without it, and without its lease, it died. */
  leftAt?: number;
};

/** What is known of a team in any process. Times are of the storage's clock. */
export type TeamRecord = {
  /** Of its coordinator. */
  name: string;
  /** The coordinators above it, the topmost first. Never changes: work and spending were counted by it. */
  path: string[];
  createdAt: number;
  budget?: TeamBudget;
  /** Living workers of the team and of all below it. */
  maxWorkers?: number;
  lead?: TeamLead;
  cancelled?: { by: string; reason: string; at: number };
};

export interface KnownTeam {
  version: number;
  team: TeamRecord;
}

/** `undefined` for what no coordinator of ours has written. */
export function decodeTeam(stored: StoredRecord | undefined): KnownTeam | undefined {
  if (stored === undefined) return undefined;
  const { name, path } = stored.value;
  const isRight = typeof name === 'string' && Array.isArray(path) && path.every(isText);
  return isRight ? { version: stored.version, team: stored.value as TeamRecord & JsonObject } : undefined;
}

export function parentOf({ path }: TeamRecord): string | undefined {
  return path.at(-1);
}

/** Of a team, itself included. */
export function isWithin(team: TeamRecord, name: string): boolean {
  return team.name === name || team.path.includes(name);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
