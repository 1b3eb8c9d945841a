import type { ModelPrice, TokenRates } from './price-table.js';

/** Tokens of one request, every count known or estimated. */
export interface TokenCounts {
  inputTokens: number;
  cacheWriteTokens: number;
  cacheReadTokens: number;
  outputTokens: number;
}

const NANO = 1_000_000_000;

/** What a request costs in nano-dollars (billionths), rounded up. */
export function costOf(price: ModelPrice, counts: TokenCounts): number {
  const prompt = counts.inputTokens + counts.cacheWriteTokens + counts.cacheReadTokens;
  const rates = ratesFor(price, prompt);
  return nanoDollars([
    [counts.inputTokens, rates.input],
    [counts.cacheWriteTokens, rates.cacheWrite ?? rates.input],
    [counts.cacheReadTokens, rates.cacheRead ?? rates.input],
    [counts.outputTokens, rates.output],
  ]);
}

/** What a request costs at most: every token of its prompt at the dearest rate it can have, and a whole answer. */
export function worstCostOf(price: ModelPrice, tokens: { prompt: number; output: number }): number {
  const possible = [price, ...(price.tiers ?? []).filter((tier) => tokens.prompt > tier.aboveInputTokens)];
  return Math.max(
    ...possible.map((rates) => {
      const dearest = Math.max(rates.input, rates.cacheWrite ?? 0, rates.cacheRead ?? 0);
      return nanoDollars([
        [tokens.prompt, dearest],
        [tokens.output, rates.output],
      ]);
    }),
  );
}

function ratesFor(price: ModelPrice, promptTokens: number): TokenRates {
  const tiers = [...(price.tiers ?? [])].sort((a, b) => b.aboveInputTokens - a.aboveInputTokens);
  return tiers.find((tier) => promptTokens > tier.aboveInputTokens) ?? price;
}

/** Dollars per million tokens are picodollars a token, times a million: whole numbers as long as sums are formed. */
function nanoDollars(parts: ReadonlyArray<readonly [tokens: number, dollarsPerMillion: number]>): number {
  const pico = parts.reduce((sum, [tokens, rate]) => sum + tokens * Math.round(rate * 1_000_000), 0);
  return Math.ceil(pico / 1000);
}

export function toDollars(nano: number): number {
  return nano / NANO;
}

export function fromDollars(dollars: number): number {
  return Math.round(dollars * NANO);
}
