import { AgentCoordError } from '@agentcoord/core';
import { toDollars } from '../prices/cost.js';
import type { BudgetUnit } from './budget-caps.js';
import type { ChargeLevel } from './charges.js';

/** A cap that a reservation would go above, with what is in its scope. Amounts are nano-dollars or tokens. */
export interface CapMet {
  level: ChargeLevel;
  unit: BudgetUnit;
  scope: string;
  cap: number;
  spent: number;
  reserved: number;
  needed: number;
}

/** Levels that end with their task: the next one has its own. */
const OF_ONE_TASK: readonly ChargeLevel[] = ['call', 'task', 'subtree'];

/** `data.level` says whether only this task is at its end, or everybody who shares the budget. */
export function budgetExceeded(met: CapMet, why: string): AgentCoordError {
  const { level, unit, scope, cap, spent, reserved, needed } = met;
  return new AgentCoordError(
    'budget_exceeded',
    `The budget of ${inWords(level)} does not allow the next call: ${amountText(unit, spent)} of ${amountText(unit, cap)} ` +
      `are spent and the call may cost ${amountText(unit, needed)}. ${why}`,
    {
      data: { level, unit, scope, cap, spent, reserved, needed, retryable: !OF_ONE_TASK.includes(level) },
    },
  );
}

export function inWords(level: ChargeLevel): string {
  return level === 'day' ? 'today' : `the ${level}`;
}

export function amountText(unit: BudgetUnit, amount: number): string {
  if (unit === 'tokens') return `${amount.toLocaleString('en-US')} tokens`;
  const dollars = toDollars(amount);
  return `$${dollars >= 1 || dollars === 0 ? dollars.toFixed(2) : dollars.toPrecision(2)}`;
}
