import type { Storage } from '@agentcoord/core';
import {
  type BudgetCaps,
  CostLog,
  type CostSum,
  readCommonBudgets,
  readRateLimits,
  sumCosts,
} from '@agentcoord/llm-worker';
import { labelText, limitLabels } from '../label-limit.js';
import { counter, gauge, type Metric } from '../metric.js';

/** What the models cost, as workers wrote it down call by call, and what is left of the shared budgets. */
export async function costMetrics(
  storage: Pick<Storage, 'logs' | 'limits' | 'now' | 'records'>,
  budgets: BudgetCaps,
): Promise<Metric[]> {
  const [{ sums }, common, limits] = await Promise.all([
    sumCosts(new CostLog(storage).read(), 'model'),
    readCommonBudgets(storage, budgets),
    readRateLimits(storage),
  ]);
  const models = merge(sums);
  const each = (value: (sum: CostSum) => number) =>
    models.map((sum) => ({ labels: { model: sum.name }, value: value(sum) }));
  const tokens = (kind: string, value: (sum: CostSum) => number) =>
    models.map((sum) => ({ labels: { model: sum.name, kind }, value: value(sum) }));
  const capped = common.filter(({ cap }) => cap !== undefined);
  const providers = [...new Set(limits.map(({ provider }) => labelText(provider)))].slice(0, 20);
  return [
    counter(
      'model_calls',
      'Calls by provider and model.',
      each(({ calls }) => calls),
    ),
    counter(
      'model_cost_dollars',
      'Of the calls whose price was known.',
      each(({ costUsd }) => costUsd ?? 0),
    ),
    counter(
      'model_unpriced_calls',
      'Calls whose price was not known.',
      each(({ unpricedCalls }) => unpricedCalls),
    ),
    counter('model_tokens', 'Tokens by provider and model.', [
      ...tokens('input', ({ inputTokens }) => inputTokens),
      ...tokens('cache_write', ({ cacheWriteTokens }) => cacheWriteTokens),
      ...tokens('cache_read', ({ cacheReadTokens }) => cacheReadTokens),
      ...tokens('output', ({ outputTokens }) => outputTokens),
    ]),
    gauge(
      'budget_spent',
      'Spent of the shared budgets, in dollars or tokens; with what is reserved for calls that are being made.',
      common.map(({ level, unit, spent, reserved }) => ({
        labels: { level, unit },
        value: spent + reserved,
      })),
    ),
    gauge(
      'budget_cap',
      'The configured caps.',
      capped.map(({ level, unit, cap }) => ({ labels: { level, unit }, value: cap ?? 0 })),
    ),
    gauge(
      'rate_limit_last_seen_timestamp_seconds',
      'When an agent was last refused by a rate limit of the provider.',
      providers.map((provider) => ({
        labels: { provider },
        value:
          Math.max(...limits.filter((seen) => labelText(seen.provider) === provider).map(({ at }) => at)) /
          1000,
      })),
    ),
  ];
}

function merge(sums: readonly CostSum[]): CostSum[] {
  const name = limitLabels(sums, { value: (sum) => sum.name, weight: ({ calls }) => calls });
  const merged = new Map<string, CostSum>();
  for (const sum of sums) {
    const label = name(sum.name);
    const known = merged.get(label);
    merged.set(label, known ? added(known, sum) : { ...sum, name: label });
  }
  return [...merged.values()];
}

function added(a: CostSum, b: CostSum): CostSum {
  return {
    ...a,
    calls: a.calls + b.calls,
    inputTokens: a.inputTokens + b.inputTokens,
    cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens,
    cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    costUsd: (a.costUsd ?? 0) + (b.costUsd ?? 0),
    unpricedCalls: a.unpricedCalls + b.unpricedCalls,
    estimated: a.estimated || b.estimated,
  };
}
