import type { LogEntry, Storage } from '@agentcoord/core';
import { z } from 'zod';

const COSTS_LOG = 'costs';

const tokens = z.int().min(0);
const costBody = z.object({
  task: z.string(),
  agent: z.string(),
  provider: z.string(),
  model: z.string(),
  inputTokens: tokens,
  cacheWriteTokens: tokens,
  cacheReadTokens: tokens,
  outputTokens: tokens,
  /** A count was missing, and was estimated. */
  estimated: z.boolean(),
  /** `null`: the price of the model was not known. */
  costNanoUsd: tokens.nullable(),
  /** Of the price table. */
  pricesOf: z.string(),
});

/** What one try of a request used, as it was known then. */
export type CostBody = z.output<typeof costBody>;
export type CostEntry = CostBody & { at: number };

/** The log of what was spent, call by call. */
export class CostLog {
  constructor(private readonly storage: Pick<Storage, 'logs'>) {}

  async append(id: string, body: CostBody): Promise<void> {
    await this.storage.logs.append({ log: COSTS_LOG, id, author: body.agent, body });
  }

  /** Oldest first, page by page. Entries that are no costs are left out. */
  async *read({ since = 0 }: { since?: number } = {}): AsyncGenerator<CostEntry> {
    let after = 0;
    for (;;) {
      const { entries } = await this.storage.logs.read({ log: COSTS_LOG, after, limit: 1000 });
      const last = entries.at(-1);
      if (!last) return;
      for (const entry of entries) {
        const cost = costEntry(entry);
        if (cost && cost.at >= since) yield cost;
      }
      after = last.sequence;
    }
  }
}

function costEntry({ at, body }: LogEntry): CostEntry | undefined {
  const parsed = costBody.safeParse(body);
  return parsed.success ? { ...parsed.data, at } : undefined;
}
