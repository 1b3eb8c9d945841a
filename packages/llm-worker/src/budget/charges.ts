import type { SpendCharge } from '@agentcoord/core';
import { fromDollars } from '../prices/cost.js';
import { BUDGET_UNITS, type BudgetLevel, type BudgetUnit, type CheckedCaps } from './budget-caps.js';

/** Where a call is made. */
export interface SpendPlace {
  task: string;
  /** The task at the top of its tree; itself where it has no parent. */
  root: string;
  worker: string;
  /** Of the store's clock, UTC: `2026-11-27`. */
  day: string;
  /** The task's team and every team above it. */
  teams?: readonly TeamCap[];
}

/** What a team with everything below it may spend. */
export interface TeamCap {
  name: string;
  /** Dollars. */
  usd?: number;
  tokens?: number;
}

/** Of a configured budget, or of a team's. */
export type ChargeLevel = BudgetLevel | 'team';

/** What a call may cost, or did: nano-dollars where its model has a price, and tokens. */
export type Amounts = Partial<Record<BudgetUnit, number>> & { tokens: number };

export interface LevelCharge extends SpendCharge {
  level: ChargeLevel;
  unit: BudgetUnit;
}

/** Counted also where they have no cap: one that is set later knows what was spent before. */
const ALWAYS: readonly BudgetLevel[] = ['day', 'project'];
const LEVELS = ['task', 'subtree', 'worker', 'day', 'project'] as const;

/** Every scope that a call is charged to. `raised` says which caps are higher by now than the configured ones. */
export function chargesOf(
  place: SpendPlace,
  amounts: Amounts,
  { caps, raised }: { caps: CheckedCaps; raised: ReadonlyMap<string, number> },
): LevelCharge[] {
  const configured = LEVELS.flatMap((level) =>
    BUDGET_UNITS.flatMap((unit): LevelCharge[] => {
      const amount = amounts[unit];
      const given = caps.get(level)?.[unit];
      if (amount === undefined || (given === undefined && !ALWAYS.includes(level))) return [];
      const scope = scopeOf(level, unit, place);
      const cap = given === undefined ? undefined : Math.max(given, raised.get(scope) ?? 0);
      return [{ level, unit, scope, amount, ...(cap === undefined ? {} : { cap }) }];
    }),
  );
  return [...configured, ...(place.teams ?? []).flatMap((team) => teamCharges(team, amounts, raised))];
}

/** Counted without a cap as well: a tree of teams shows what each has spent. */
function teamCharges(team: TeamCap, amounts: Amounts, raised: ReadonlyMap<string, number>): LevelCharge[] {
  return BUDGET_UNITS.flatMap((unit): LevelCharge[] => {
    const amount = amounts[unit];
    if (amount === undefined) return [];
    const scope = teamScope(unit, team.name);
    const given = unit === 'usd' && team.usd !== undefined ? fromDollars(team.usd) : team[unit];
    const cap = given === undefined ? undefined : Math.max(given, raised.get(scope) ?? 0);
    return [{ level: 'team', unit, scope, amount, ...(cap === undefined ? {} : { cap }) }];
  });
}

export function teamScope(unit: BudgetUnit, team: string): string {
  return `budget/${unit}/team/${encodeURIComponent(team)}`;
}

/** `budget/usd/day/2026-11-27`. */
function scopeOf(level: (typeof LEVELS)[number], unit: BudgetUnit, place: SpendPlace): string {
  const part = {
    task: place.task,
    subtree: place.root,
    worker: place.worker,
    day: place.day,
    project: undefined,
  }[level];
  const scope = `budget/${unit}/${level}`;
  return part === undefined ? scope : `${scope}/${encodeURIComponent(part)}`;
}
