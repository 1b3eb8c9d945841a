import { AgentCoordError } from '@agentcoord/core';
import {
  addUsage,
  type ModelUsage,
  noUsage,
  type TextLengths,
  type TokenUsage,
  totalTokens,
} from '../model/token-usage.js';

/** Counts the tokens of a task and stops it at its limit. */
export class UsageMeter {
  private sum: ModelUsage;

  constructor(
    provider: { name: string; model: string },
    private readonly maxTokens: number,
  ) {
    this.sum = noUsage(provider.name, provider.model);
  }

  get total(): ModelUsage {
    return this.sum;
  }

  add(usage: TokenUsage, measure: () => TextLengths): void {
    this.sum = addUsage(this.sum, usage, measure);
  }

  /** Tokens left. @throws `budget_exceeded` when there are none. */
  left(): number {
    const left = this.maxTokens - totalTokens(this.sum);
    if (left > 0) return left;
    throw new AgentCoordError(
      'budget_exceeded',
      `The task used ${totalTokens(this.sum)} tokens; its limit is ${this.maxTokens}. Split the task, or raise the limit.`,
      { data: { limit: this.maxTokens, used: totalTokens(this.sum) } },
    );
  }
}
