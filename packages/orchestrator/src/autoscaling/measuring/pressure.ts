import type { Storage } from '@agentcoord/core';
import { type BudgetCaps, readCommonBudgets, readRateLimits } from '@agentcoord/llm-worker';
import type { Pressure } from '../deciding/snapshot.js';

/** What speaks against more workers, as it is in the store. Without caps there is no budget to meet. */
export async function measurePressure(
  storage: Pick<Storage, 'limits' | 'now' | 'records'>,
  budgets: BudgetCaps,
): Promise<Pressure> {
  const [common, limits] = await Promise.all([readCommonBudgets(storage, budgets), readRateLimits(storage)]);
  const used = common.flatMap(({ level, unit, spent, reserved, cap }) =>
    cap === undefined ? [] : [{ level, unit, used: cap === 0 ? 1 : (spent + reserved) / cap }],
  );
  const budget = used.sort((a, b) => b.used - a.used).at(0);
  const last = limits.sort((a, b) => b.at - a.at).at(0);
  return {
    ...(budget === undefined ? {} : { budget }),
    ...(last === undefined ? {} : { rateLimit: { provider: last.provider, at: last.at } }),
  };
}
