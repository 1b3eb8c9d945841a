import { AgentCoordError } from '@agentcoord/core';
import type { BudgetCaps } from '@agentcoord/llm-worker';

/** How a run tells its workers what all of its tasks may cost together, in dollars. */
export const RUN_BUDGET_VARIABLE = 'AGENTCOORD_RUN_BUDGET';

/** @throws `invalid_argument` for what is no amount. */
export function dollarsOf(text: string, field: string): number {
  const dollars = /^\$?\d{1,6}(\.\d+)?$/.test(text.trim())
    ? Number(text.trim().replace('$', ''))
    : Number.NaN;
  if (dollars > 0) return dollars;
  throw new AgentCoordError(
    'invalid_argument',
    `${field} must be an amount in dollars above 0, such as 5 or 2.50; got ${JSON.stringify(text.slice(0, 40))}.`,
    { data: { field } },
  );
}

export function runBudgetOf(environment: Readonly<Record<string, string | undefined>>): number | undefined {
  const text = environment[RUN_BUDGET_VARIABLE];
  return text ? dollarsOf(text, RUN_BUDGET_VARIABLE) : undefined;
}

/** The tasks of a run are one tree, so its budget is a cap of the tree. It can only make a configured one tighter. */
export function withRunBudget(budgets: BudgetCaps, dollars: number | undefined): BudgetCaps {
  if (dollars === undefined) return budgets;
  const usd = Math.min(dollars, budgets.subtree?.usd ?? dollars);
  return { ...budgets, subtree: { ...budgets.subtree, usd } };
}
