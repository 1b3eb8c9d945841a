import type { SpendCharge } from '@agentcoord/core';
import { BUDGET_UNITS, type BudgetLevel, type BudgetUnit, type CheckedCaps } from './budget-caps.js';

/** Where a call is made. */
export interface SpendPlace {
  task: string;
  /** The task at the top of its tree; itself where it has no parent. */
  root: string;
  worker: string;
  /** Of the store's clock, UTC: `2026-11-27`. */
  day: string;
}

/** What a call may cost, or did: nano-dollars where its model has a price, and tokens. */
export type Amounts = Partial<Record<BudgetUnit, number>> & { tokens: number };

export interface LevelCharge extends SpendCharge {
  level: BudgetLevel;
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
  return LEVELS.flatMap((level) =>
    BUDGET_UNITS.flatMap((unit): LevelCharge[] => {
      const amount = amounts[unit];
      const configured = caps.get(level)?.[unit];
      if (amount === undefined || (configured === undefined && !ALWAYS.includes(level))) return [];
      const scope = scopeOf(level, unit, place);
      const cap = configured === undefined ? undefined : Math.max(configured, raised.get(scope) ?? 0);
      return [{ level, unit, scope, amount, ...(cap === undefined ? {} : { cap }) }];
    }),
  );
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
