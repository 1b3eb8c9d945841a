import type { TokenCounts } from '../prices/cost.js';

/** Tokens of one response, in the counts that are priced differently. `null`: the provider did not say. */
export interface TokenUsage {
  /** Without what was read from or written to the cache. */
  inputTokens: number | null;
  cacheWriteTokens: number | null;
  cacheReadTokens: number | null;
  /** With thinking. */
  outputTokens: number | null;
}

export function noTokensKnown(): TokenUsage {
  return { inputTokens: null, cacheWriteTokens: null, cacheReadTokens: null, outputTokens: null };
}

/** Tokens of a whole task, and what they cost. */
export interface ModelUsage {
  provider: string;
  model: string;
  /** Answered requests, and failed ones that began to stream. */
  requests: number;
  inputTokens: number;
  cacheWriteTokens: number;
  cacheReadTokens: number;
  outputTokens: number;
  /** True where a count was missing and was estimated from the length of the text: never counted as zero. */
  estimated: boolean;
  /** `null`: the price of the model is not known, or nobody gave a price table. */
  costUsd: number | null;
}

/** Characters sent and received: what a missing count is estimated from. */
export interface TextLengths {
  sent: number;
  received: number;
}

// Low on purpose: real text has 3 to 4 characters a token, and a limit must not be overrun.
const CHARACTERS_PER_TOKEN = 3;

/** Every count, those that are missing estimated. */
export function estimateMissing(
  usage: TokenUsage,
  measure: () => TextLengths,
): { counts: TokenCounts; estimated: boolean } {
  const estimated = usage.inputTokens === null || usage.outputTokens === null;
  const lengths = estimated ? measure() : { sent: 0, received: 0 };
  const cacheWriteTokens = usage.cacheWriteTokens ?? 0;
  const cacheReadTokens = usage.cacheReadTokens ?? 0;
  const sent = Math.ceil(lengths.sent / CHARACTERS_PER_TOKEN);
  return {
    counts: {
      inputTokens: usage.inputTokens ?? Math.max(0, sent - cacheWriteTokens - cacheReadTokens),
      cacheWriteTokens,
      cacheReadTokens,
      outputTokens: usage.outputTokens ?? Math.ceil(lengths.received / CHARACTERS_PER_TOKEN),
    },
    estimated,
  };
}

export function allTokens(counts: TokenCounts): number {
  return counts.inputTokens + counts.cacheWriteTokens + counts.cacheReadTokens + counts.outputTokens;
}
