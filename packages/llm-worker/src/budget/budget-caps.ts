import { AgentCoordError, checkInteger, invalid } from '@agentcoord/core';
import { fromDollars } from '../prices/cost.js';

/** What is bounded, from the smallest to the largest: `subtree` is a task with everything below it. */
export const BUDGET_LEVELS = ['call', 'task', 'subtree', 'worker', 'day', 'project'] as const;
export type BudgetLevel = (typeof BUDGET_LEVELS)[number];

export const BUDGET_UNITS = ['usd', 'tokens'] as const;
/** `usd` is counted in nano-dollars, so that sums are exact. */
export type BudgetUnit = (typeof BUDGET_UNITS)[number];

export interface LevelCap {
  /** Dollars. */
  usd?: number;
  /** Of prompts, cached or not, and answers. */
  tokens?: number;
}

/** The most that may be spent at each level; a level that is left out has no cap. */
export type BudgetCaps = Partial<Record<BudgetLevel, LevelCap>>;

/** In whole units of each: nano-dollars, tokens. */
export type CheckedCaps = ReadonlyMap<BudgetLevel, Partial<Record<BudgetUnit, number>>>;

/** Sums of nano-dollars stay exact below it. */
const MAX_DOLLARS = 1_000_000;
const MAX_TOKENS = 1_000_000_000_000;

/** @throws `invalid_argument` naming the field: a cap that is not understood must not be left out. */
export function checkBudgetCaps(caps: BudgetCaps): CheckedCaps {
  const checked = new Map<BudgetLevel, Partial<Record<BudgetUnit, number>>>();
  for (const [name, cap] of Object.entries(caps)) {
    const level = BUDGET_LEVELS.find((known) => known === name);
    if (!level) throw invalid(`budgets.${name}`, `one of ${BUDGET_LEVELS.join(', ')}`);
    if (cap !== undefined) checked.set(level, checkCap(cap, `budgets.${level}`));
  }
  return checked;
}

function checkCap(cap: LevelCap, field: string): Partial<Record<BudgetUnit, number>> {
  const { usd, tokens, ...others } = cap;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw invalid(`${field}.${unknown}`, `one of ${BUDGET_UNITS.join(', ')}`);
  if (usd !== undefined && !(typeof usd === 'number' && usd >= 0 && usd <= MAX_DOLLARS))
    throw invalid(`${field}.usd`, `dollars, from 0 to ${MAX_DOLLARS}`, usd);
  return {
    ...(usd === undefined ? {} : { usd: fromDollars(usd) }),
    ...(tokens === undefined ? {} : { tokens: checkInteger(tokens, `${field}.tokens`, 0, MAX_TOKENS) }),
  };
}

/**
 * Where the model has no known price, a cap in dollars alone bounds nothing.
 * @throws `misconfigured` naming the level and what to add.
 */
export function refuseUnpriced(caps: CheckedCaps, model: string): void {
  for (const [level, { usd, tokens }] of caps) {
    if (usd === undefined || tokens !== undefined) continue;
    throw unpricedBudget(level, model);
  }
}

export function unpricedBudget(level: string, model: string): AgentCoordError {
  return new AgentCoordError(
    'misconfigured',
    `The budget of the ${level} is in dollars, and the price of the model ${model} is not known. ` +
      'Add the model to your own price file (AGENTCOORD_PRICES, or "prices" in the configuration), or give the budget a cap in tokens as well.',
    { data: { level, model } },
  );
}
