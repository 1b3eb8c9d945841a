import { toDollars } from '../prices/cost.js';
import type { CostEntry } from './cost-log.js';

export const COST_GROUPS = ['agent', 'task', 'model', 'day'] as const;
export type CostGroup = (typeof COST_GROUPS)[number];

/** What belongs to one agent, task, model or day; all of it where `name` is empty. */
export interface CostSum {
  /** The agent; the id of the task; `provider/model`; the day in UTC. */
  name: string;
  calls: number;
  inputTokens: number;
  cacheWriteTokens: number;
  cacheReadTokens: number;
  outputTokens: number;
  /** Of the calls whose price was known; `null` when there is none. */
  costUsd: number | null;
  /** Calls whose price was not known: they cost something, and nobody knows what. */
  unpricedCalls: number;
  /** Some count was missing and was estimated. */
  estimated: boolean;
}

type Adding = Omit<CostSum, 'costUsd'> & { nanoUsd: number };

/** The dearest first, days in their order; and the sum of all. */
export async function sumCosts(
  entries: AsyncIterable<CostEntry>,
  by: CostGroup,
): Promise<{ sums: CostSum[]; total: CostSum }> {
  const total = nothing('');
  const groups = new Map<string, Adding>();
  for await (const entry of entries) {
    const name = nameOf(entry, by);
    const group = groups.get(name) ?? nothing(name);
    groups.set(name, group);
    add(group, entry);
    add(total, entry);
  }
  const sorted = [...groups.values()].sort((a, b) =>
    by === 'day' ? (a.name < b.name ? -1 : 1) : b.nanoUsd - a.nanoUsd || b.outputTokens - a.outputTokens,
  );
  return { sums: sorted.map(finished), total: finished(total) };
}

function nameOf(entry: CostEntry, by: CostGroup): string {
  if (by === 'model') return `${entry.provider}/${entry.model}`;
  return by === 'day' ? new Date(entry.at).toISOString().slice(0, 10) : entry[by];
}

function nothing(name: string): Adding {
  return {
    name,
    calls: 0,
    inputTokens: 0,
    cacheWriteTokens: 0,
    cacheReadTokens: 0,
    outputTokens: 0,
    nanoUsd: 0,
    unpricedCalls: 0,
    estimated: false,
  };
}

function add(sum: Adding, entry: CostEntry): void {
  sum.calls += 1;
  sum.inputTokens += entry.inputTokens;
  sum.cacheWriteTokens += entry.cacheWriteTokens;
  sum.cacheReadTokens += entry.cacheReadTokens;
  sum.outputTokens += entry.outputTokens;
  sum.nanoUsd += entry.costNanoUsd ?? 0;
  sum.unpricedCalls += entry.costNanoUsd === null ? 1 : 0;
  sum.estimated ||= entry.estimated;
}

function finished({ nanoUsd, ...sum }: Adding): CostSum {
  return { ...sum, costUsd: sum.unpricedCalls === sum.calls && sum.calls > 0 ? null : toDollars(nanoUsd) };
}
