import type { TokenUsage } from '../model/token-usage.js';
import type { TokenCounts } from '../prices/cost.js';

/** What one try may use up at most. */
export interface WorstCase {
  promptTokens: number;
  outputTokens: number;
  /** A shorter answer than this is of no use: rather ask for more. */
  minOutputTokens: number;
}

/** The best that is known of what a try used. */
export interface KnownSpend {
  counts: TokenCounts;
  /** A count was missing. */
  estimated: boolean;
  /** `null`: the price is not known. */
  costNanoUsd: number | null;
}

/** What is reserved for one try. Settle it, once. */
export interface Reservation {
  /** So many tokens of output are paid for. */
  readonly outputTokens: number;
  /**
   * Replaces what was reserved by what was used. `isWhole`: the answer came to its end, so that `usage` is
   * all of it; what is not known counts as what was reserved. Never throws: unsettled it counts in full.
   */
  settle(spent: { usage: TokenUsage; isWhole: boolean; known: KnownSpend }): Promise<void>;
  /** The try was not made, or not billed. */
  release(): Promise<void>;
}

/** Where the money of one task's calls comes from, and where it is written down. */
export interface CallAccount {
  /**
   * Reserves before a try; waits where others hold what is left, and asks for more at the cap.
   * @throws `budget_exceeded`, `aborted`, and what the store throws.
   */
  reserve(
    worst: WorstCase,
    options: { signal: AbortSignal; onWait(note: string): void },
  ): Promise<Reservation>;
}

/** Opens the account of a task. */
export interface Accounts {
  forTask(
    task: { id: string; root?: string; tags?: readonly string[] },
    model: { provider: string; model: string },
  ): CallAccount;
}
