import type { Storage } from '@agentcoord/core';
import { CostLog, type CostSum, sumCosts } from '@agentcoord/llm-worker';

export interface RunCosts {
  byTask: ReadonlyMap<string, CostSum>;
  total: CostSum;
}

/** What the models cost that worked for these tasks; the id of a planner counts as a task. */
export async function costsOf(
  storage: Pick<Storage, 'logs'>,
  taskIds: ReadonlySet<string>,
  since: number,
): Promise<RunCosts> {
  const log = new CostLog(storage);
  async function* ofThese(): ReturnType<CostLog['read']> {
    for await (const entry of log.read({ since })) if (taskIds.has(entry.task)) yield entry;
  }
  const { sums, total } = await sumCosts(ofThese(), 'task');
  return { byTask: new Map(sums.map((sum) => [sum.name, sum])), total };
}
