import type { Storage } from '@agentcoord/core';
import { type CostEntry, CostLog, sumCosts } from '@agentcoord/llm-worker';
import type { Window } from '../figures/window.js';
import type { Report } from '../report.js';

/** What `agentcoord costs` says of the same time. */
export async function readCosts(storage: Storage, window: Window): Promise<Report['costs']> {
  const { sums: agents, total } = await sumCosts(costsOf(storage, window), 'agent');
  const { sums: models } = await sumCosts(costsOf(storage, window), 'model');
  return { agents, models, total };
}

async function* costsOf(storage: Storage, { since, until }: Window): AsyncGenerator<CostEntry> {
  for await (const entry of new CostLog(storage).read({ since })) if (entry.at <= until) yield entry;
}
