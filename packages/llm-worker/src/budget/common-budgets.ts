import type { Storage } from '@agentcoord/core';
import { toDollars } from '../prices/cost.js';
import { type BudgetCaps, type BudgetUnit, checkBudgetCaps } from './budget-caps.js';
import { chargesOf } from './charges.js';

/** What is spent of a budget that everybody shares. Dollars or tokens, as `unit` says. */
export interface CommonBudget {
  level: 'day' | 'project';
  unit: BudgetUnit;
  spent: number;
  /** For calls that are being made now. */
  reserved: number;
  /** As configured; approvals may have raised it since. Left out: there is none. */
  cap?: number;
}

/** Today's budget and the project's. */
export async function readCommonBudgets(
  storage: Pick<Storage, 'limits' | 'now'>,
  budgets: BudgetCaps,
): Promise<CommonBudget[]> {
  const { day, project } = budgets;
  const caps = checkBudgetCaps({ ...(day && { day }), ...(project && { project }) });
  const place = {
    task: '',
    root: '',
    worker: '',
    day: new Date(await storage.now()).toISOString().slice(0, 10),
  };
  const charges = chargesOf(place, { usd: 0, tokens: 0 }, { caps, raised: new Map() });
  const spends = await storage.limits.readSpend({ scopes: charges.map(({ scope }) => scope) });
  return charges.flatMap(({ level, unit, scope, cap }): CommonBudget[] => {
    if (level !== 'day' && level !== 'project') return [];
    const spend = spends.find((known) => known.scope === scope);
    const shown = (amount: number): number => (unit === 'usd' ? toDollars(amount) : amount);
    const spent = shown(spend?.spent ?? 0);
    const reserved = shown(spend?.reserved ?? 0);
    return [{ level, unit, spent, reserved, ...(cap === undefined ? {} : { cap: shown(cap) }) }];
  });
}
