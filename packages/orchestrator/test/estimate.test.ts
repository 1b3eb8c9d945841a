import { PriceTable } from '@agentcoord/llm-worker';
import { expect, it } from 'vitest';
import { checkPlan } from '../src/build/check-plan.js';
import { estimatePlan } from '../src/build/estimate.js';
import { estimateText } from '../src/build/estimate-text.js';
import { planInput, taskInput } from './support/plans.js';

const plan = checkPlan(
  planInput(
    taskInput('a', { size: 'medium' }),
    taskInput('b', { size: 'medium' }),
    taskInput('c', { depends_on: ['a', 'b'] }),
  ),
);
const price = PriceTable.shipped().priceOf('claude-sonnet-5-5');

it('costs what the tasks cost by their size, and takes as long as the workers need one after the other', () => {
  const alone = estimatePlan(plan, { price, maxWorkers: 1 });
  const together = estimatePlan(plan, { price, maxWorkers: 2 });
  expect(alone.tookMs).toBe(12 * 60_000);
  expect(together.tookMs).toBe(7 * 60_000);
  expect(together.costUsd).toBe(alone.costUsd);
  const each = Object.values(alone.taskCostUsd);
  expect(each.every((cost) => cost !== null && cost > 0)).toBe(true);
  expect(alone.costUsd).toBeCloseTo(
    each.reduce<number>((sum, cost) => sum + (cost ?? 0), 0),
    9,
  );
});

it('does not guess what a model costs whose price is not known', () => {
  const estimate = estimatePlan(plan, { price: undefined, maxWorkers: 1 });
  expect(estimate).toMatchObject({ costUsd: null, taskCostUsd: { a: null, b: null, c: null } });
});

it('is held against what it really took', () => {
  const estimate = { costUsd: 1.2, tookMs: 600_000, model: 'a/b', maxWorkers: 3 };
  const report = { costUsd: 0.6, startedAt: 0, endedAt: 900_000 };
  expect(estimateText({ ...report, estimate: { ...estimate, costRatio: 0.5, timeRatio: 1.5 } })).toBe(
    'Estimate: $1.20 and 10m; actual: $0.6000 and 15m (0.50 and 1.5 times that).',
  );
  const unknown = { ...estimate, costUsd: null, costRatio: null, timeRatio: 1.5 };
  expect(estimateText({ ...report, estimate: unknown })).toContain('an unknown cost and 10m');
  expect(estimateText(report)).toContain('none was kept');
});
