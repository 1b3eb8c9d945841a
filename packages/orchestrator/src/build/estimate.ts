import { costOf, type ModelPrice, type TokenCounts, toDollars } from '@agentcoord/llm-worker';
import { type BuildPlan, type PlannedTask, type TaskSize, wavesOf } from './plan.js';

/** What a task of a size mostly takes: rough, and the same for every model. Most of a prompt is read from the cache. */
const OF_SIZE: Readonly<Record<TaskSize, TokenCounts & { minutes: number }>> = {
  small: {
    inputTokens: 5_000,
    cacheWriteTokens: 25_000,
    cacheReadTokens: 120_000,
    outputTokens: 5_000,
    minutes: 2,
  },
  medium: {
    inputTokens: 10_000,
    cacheWriteTokens: 60_000,
    cacheReadTokens: 450_000,
    outputTokens: 14_000,
    minutes: 5,
  },
  large: {
    inputTokens: 20_000,
    cacheWriteTokens: 120_000,
    cacheReadTokens: 1_300_000,
    outputTokens: 35_000,
    minutes: 12,
  },
};

export interface BuildEstimate {
  /** Of each task, by key; `null` where the price of the model is not known. */
  taskCostUsd: Record<string, number | null>;
  costUsd: number | null;
  tookMs: number;
  waves: string[][];
  maxWorkers: number;
}

export interface EstimateOptions {
  /** Left out: not known. `'free'`: no model answers, nothing is paid. */
  price: ModelPrice | 'free' | undefined;
  maxWorkers: number;
}

/** What a plan will roughly cost and how long it will take, with so many tasks at once. */
export function estimatePlan({ tasks }: BuildPlan, { price, maxWorkers }: EstimateOptions): BuildEstimate {
  const costs = tasks.map((task) => [task.key, costUsd(task, price)] as const);
  const known = costs.flatMap(([, cost]) => (cost === null ? [] : [cost]));
  return {
    taskCostUsd: Object.fromEntries(costs),
    costUsd: known.length < costs.length ? null : known.reduce((sum, cost) => sum + cost, 0),
    tookMs: minutesOf(tasks, maxWorkers) * 60_000,
    waves: wavesOf(tasks).map((wave) => wave.map(({ key }) => key)),
    maxWorkers,
  };
}

function costUsd({ size }: PlannedTask, price: EstimateOptions['price']): number | null {
  if (price === 'free') return 0;
  return price === undefined ? null : toDollars(costOf(price, OF_SIZE[size]));
}

/** As the queue would do it: whoever is free takes the first task that is ready. */
function minutesOf(tasks: readonly PlannedTask[], workers: number): number {
  const endOf = new Map<string, number>();
  const freeAt = Array.from({ length: workers }, () => 0);
  for (const task of wavesOf(tasks).flat()) {
    freeAt.sort((a, b) => a - b);
    const ready = Math.max(0, ...task.dependsOn.map((key) => endOf.get(key) ?? 0));
    const end = Math.max(ready, freeAt[0] ?? 0) + OF_SIZE[task.size].minutes;
    freeAt[0] = end;
    endOf.set(task.key, end);
  }
  return Math.max(0, ...endOf.values());
}
