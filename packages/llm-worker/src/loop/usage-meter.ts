import { AgentCoordError } from '@agentcoord/core';
import type { KnownSpend } from '../budget/call-account.js';
import {
  allTokens,
  estimateMissing,
  type ModelUsage,
  type TextLengths,
  type TokenUsage,
} from '../model/token-usage.js';
import { costOf, toDollars } from '../prices/cost.js';
import type { ModelPrice } from '../prices/price-table.js';

interface Metered {
  name: string;
  model: string;
  isLive: boolean;
}

/** Counts the tokens of a task and what they cost, and stops it at its limit. */
export class UsageMeter {
  private sum: Omit<ModelUsage, 'costUsd'>;
  private nanoUsd = 0;

  constructor(
    private readonly provider: Metered,
    private readonly options: { maxTokens: number; price: ModelPrice | undefined },
  ) {
    this.sum = {
      provider: provider.name,
      model: provider.model,
      requests: 0,
      inputTokens: 0,
      cacheWriteTokens: 0,
      cacheReadTokens: 0,
      outputTokens: 0,
      estimated: false,
    };
  }

  get total(): ModelUsage {
    return { ...this.sum, costUsd: this.isPriced ? toDollars(this.nanoUsd) : null };
  }

  add(usage: TokenUsage, measure: () => TextLengths): KnownSpend {
    const { counts, estimated } = estimateMissing(usage, measure);
    const costNanoUsd = this.costOf(counts);
    this.nanoUsd += costNanoUsd ?? 0;
    this.sum = {
      ...this.sum,
      requests: this.sum.requests + 1,
      inputTokens: this.sum.inputTokens + counts.inputTokens,
      cacheWriteTokens: this.sum.cacheWriteTokens + counts.cacheWriteTokens,
      cacheReadTokens: this.sum.cacheReadTokens + counts.cacheReadTokens,
      outputTokens: this.sum.outputTokens + counts.outputTokens,
      estimated: this.sum.estimated || estimated,
    };
    return { counts, estimated, costNanoUsd };
  }

  /** Tokens left. @throws `budget_exceeded` when there are none. */
  left(): number {
    const { maxTokens } = this.options;
    const used = allTokens(this.sum);
    if (used < maxTokens) return maxTokens - used;
    throw new AgentCoordError(
      'budget_exceeded',
      `The task used ${used} tokens; its limit is ${maxTokens}. Split the task, or raise the limit.`,
      { data: { limit: maxTokens, used } },
    );
  }

  /** Where no model answers, nothing is paid. */
  private get isPriced(): boolean {
    return this.options.price !== undefined || !this.provider.isLive;
  }

  private costOf(counts: KnownSpend['counts']): number | null {
    const { price } = this.options;
    if (price) return costOf(price, counts);
    return this.provider.isLive ? null : 0;
  }
}
