import { checkInteger, checkText, invalid } from '@agentcoord/core';
import { objectOf } from './object-setting.js';

const LEVELS = ['call', 'task', 'subtree', 'worker', 'day', 'project'] as const;

/** As `BudgetCaps` of an LLM worker: the most that may be spent at each level, in dollars, in tokens or in both. */
export type BudgetSetting = Partial<Record<(typeof LEVELS)[number], { usd?: number; tokens?: number }>>;

/** What `.agentcoord/config.json` says of money. A cap that is not understood must not be left out. */
export function checkBudgets(value: unknown): BudgetSetting {
  const caps = objectOf(value, 'budgets', '{"day": {"usd": 20}}');
  const checked: BudgetSetting = {};
  for (const [name, cap] of Object.entries(caps)) {
    const level = LEVELS.find((known) => known === name);
    if (level === undefined) throw invalid(`budgets.${name}`, `one of ${LEVELS.join(', ')}`);
    checked[level] = checkCap(cap, `budgets.${level}`);
  }
  return checked;
}

export function checkPricesFile(value: unknown): string {
  return checkText(value, 'prices', { maxLength: 4_096 });
}

function checkCap(value: unknown, field: string): { usd?: number; tokens?: number } {
  const { usd, tokens, ...others } = objectOf(value, field, '{"usd": 20}');
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw invalid(`${field}.${unknown}`, 'usd or tokens');
  return {
    ...(usd === undefined ? {} : { usd: checkDollars(usd, `${field}.usd`) }),
    ...(tokens === undefined
      ? {}
      : { tokens: checkInteger(tokens, `${field}.tokens`, 0, 1_000_000_000_000) }),
  };
}

function checkDollars(value: unknown, field: string): number {
  if (typeof value === 'number' && value >= 0 && value <= 1_000_000) return value;
  throw invalid(field, 'dollars, from 0 to 1000000', value);
}
