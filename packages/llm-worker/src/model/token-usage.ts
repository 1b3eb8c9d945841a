/** Tokens of one response, in the counts that are priced differently. `null`: the provider did not say. */
export interface TokenUsage {
  /** Without what was read from or written to the cache. */
  inputTokens: number | null;
  cacheWriteTokens: number | null;
  cacheReadTokens: number | null;
  /** With thinking. */
  outputTokens: number | null;
}

/** Tokens of a whole task. */
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
}

export function noUsage(provider: string, model: string): ModelUsage {
  return {
    provider,
    model,
    requests: 0,
    inputTokens: 0,
    cacheWriteTokens: 0,
    cacheReadTokens: 0,
    outputTokens: 0,
    estimated: false,
  };
}

/** Characters sent and received: what a missing count is estimated from. */
export interface TextLengths {
  sent: number;
  received: number;
}

// Low on purpose: real text has 3 to 4 characters a token, and a limit must not be overrun.
const CHARACTERS_PER_TOKEN = 3;

export function addUsage(total: ModelUsage, usage: TokenUsage, measure: () => TextLengths): ModelUsage {
  const missing = usage.inputTokens === null || usage.outputTokens === null;
  const lengths = missing ? measure() : { sent: 0, received: 0 };
  const cached = (usage.cacheReadTokens ?? 0) + (usage.cacheWriteTokens ?? 0);
  const input = usage.inputTokens ?? Math.max(0, Math.ceil(lengths.sent / CHARACTERS_PER_TOKEN) - cached);
  const output = usage.outputTokens ?? Math.ceil(lengths.received / CHARACTERS_PER_TOKEN);
  return {
    ...total,
    requests: total.requests + 1,
    inputTokens: total.inputTokens + input,
    cacheWriteTokens: total.cacheWriteTokens + (usage.cacheWriteTokens ?? 0),
    cacheReadTokens: total.cacheReadTokens + (usage.cacheReadTokens ?? 0),
    outputTokens: total.outputTokens + output,
    estimated: total.estimated || missing,
  };
}

export function totalTokens(usage: ModelUsage): number {
  return usage.inputTokens + usage.cacheWriteTokens + usage.cacheReadTokens + usage.outputTokens;
}
