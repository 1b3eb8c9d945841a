import { toAgentCoordError } from '@agentcoord/core';
import type { TokenUsage } from '../model/token-usage.js';
import { costOf } from '../prices/cost.js';
import type { KnownSpend, Reservation } from './call-account.js';
import type { Amounts, LevelCharge } from './charges.js';
import type { SharedSpending, TaskToCharge } from './shared-spending.js';

interface Reserved {
  id: string;
  charges: readonly LevelCharge[];
  promptTokens: number;
  outputTokens: number;
}

/** What lies in the store for one try. */
export class CallReservation implements Reservation {
  readonly outputTokens: number;

  constructor(
    private readonly shared: SharedSpending,
    private readonly task: TaskToCharge,
    private readonly reserved: Reserved,
  ) {
    this.outputTokens = reserved.outputTokens;
  }

  async settle({
    usage,
    isWhole,
    known,
  }: {
    usage: TokenUsage;
    isWhole: boolean;
    known: KnownSpend;
  }): Promise<void> {
    await this.replaceBy(this.mostOf(usage, isWhole));
    const { task, provider, model, pricesOf } = this.task;
    const { counts, estimated, costNanoUsd } = known;
    await this.attempt('A cost could not be written down.', () =>
      this.shared.costs.append(this.reserved.id, {
        task,
        agent: this.shared.worker,
        provider,
        model,
        ...counts,
        estimated,
        costNanoUsd,
        pricesOf,
      }),
    );
  }

  release(): Promise<void> {
    return this.replaceBy({ usd: 0, tokens: 0 });
  }

  /** What the try cost at most: the budget holds also where nobody says how much it was. `undefined`: all that was reserved. */
  private mostOf(usage: TokenUsage, isWhole: boolean): Amounts | undefined {
    if (usage.inputTokens === null) return undefined;
    const outputTokens =
      isWhole && usage.outputTokens !== null ? usage.outputTokens : this.reserved.outputTokens;
    const counts = {
      inputTokens: usage.inputTokens,
      cacheWriteTokens: usage.cacheWriteTokens ?? 0,
      cacheReadTokens: usage.cacheReadTokens ?? 0,
      outputTokens,
    };
    const tokens = counts.inputTokens + counts.cacheWriteTokens + counts.cacheReadTokens + outputTokens;
    const { price } = this.task;
    return { tokens, ...(price && { usd: costOf(price, counts) }) };
  }

  private async replaceBy(amounts: Amounts | undefined): Promise<void> {
    const { id, charges } = this.reserved;
    const used = charges.map(({ scope, unit, amount }) => [scope, amounts?.[unit] ?? amount] as const);
    await this.attempt('A call could not be settled: it counts in full.', () =>
      this.shared.limits.settleSpend({ reservationId: id, amounts: Object.fromEntries(used) }),
    );
  }

  /** What was paid for is paid for: a store that cannot take it now does not end the task. */
  private async attempt(failure: string, write: () => Promise<unknown>): Promise<void> {
    try {
      await write();
    } catch (thrown) {
      const { id: reservation } = this.reserved;
      this.shared.logger.warn(failure, { reservation, reason: toAgentCoordError(thrown).message });
    }
  }
}
