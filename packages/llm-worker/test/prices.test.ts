import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { costOf, PRICES_FORMAT, PriceTable, type TokenCounts } from '../src/index.js';
import { worstCostOf } from '../src/prices/cost.js';
import { tempFolder } from './support/temp-folder.js';

const MILLION = 1_000_000;

function counts(some: Partial<TokenCounts>): TokenCounts {
  return { inputTokens: 0, cacheWriteTokens: 0, cacheReadTokens: 0, outputTokens: 0, ...some };
}

function priceOf(model: string, prices = PriceTable.shipped()) {
  const price = prices.priceOf(model);
  if (!price) throw new Error(`${model} has no price`);
  return price;
}

const dollars = (model: string, some: Partial<TokenCounts>): number =>
  costOf(priceOf(model), counts(some)) / 1e9;

describe('the prices that came with this version', () => {
  // In, out, write, read, in dollars per million tokens; one below the first tier each.
  it.each([
    ['claude-fable-5-1', 10, 50, 12.5, 0.25],
    ['claude-opus-5-5', 4, 20, 5, 0.2],
    ['claude-opus-5', 5, 25, 6.25, 0.5],
    ['claude-opus-4-5', 5, 25, 6.25, 0.5],
    ['claude-opus-4-8', 5, 25, 6.25, 0.5],
    ['claude-sonnet-5-5', 2, 10, 2.5, 0.1],
    ['claude-sonnet-5', 2, 10, 2.5, 0.2],
    ['claude-haiku-5-5', 0.1, 0.5, 0.125, 0.01],
    ['claude-haiku-4-5', 1, 5, 1.25, 0.1],
    ['gpt-6.2-sol', 2, 10, 2.5, 0.1],
    ['gpt-6.1-sol', 2, 10, 2.5, 0.1],
    ['gpt-6.1-terra', 1, 5, 1.25, 0.05],
    ['gpt-6-luna', 0.1, 0.5, 0.125, 0.01],
    ['gpt-6-astra', 10, 50, 12.5, 1],
  ])('%s costs what its provider says', (model, input, output, write, read) => {
    expect(dollars(model, { inputTokens: 10_000 })).toBeCloseTo(input / 100, 12);
    expect(dollars(model, { outputTokens: MILLION })).toBeCloseTo(output, 12);
    expect(dollars(model, { cacheWriteTokens: 10_000 })).toBeCloseTo(write / 100, 12);
    expect(dollars(model, { cacheReadTokens: 10_000 })).toBeCloseTo(read / 100, 12);
  });

  it('has tiers by the whole prompt, cached or not, for the whole request', () => {
    const haiku = { inputTokens: 50_000, cacheReadTokens: 50_000, outputTokens: 1000 };
    expect(dollars('claude-haiku-5-5', haiku)).toBeCloseTo(0.005 + 0.0005 + 0.0005, 12);
    const longer = { ...haiku, cacheReadTokens: 50_001 };
    expect(dollars('claude-haiku-5-5', longer)).toBeCloseTo(5 * (0.005 + 0.00050001 + 0.0005), 12);
    expect(dollars('gpt-6.2-sol', { inputTokens: 272_000, outputTokens: 1000 })).toBeCloseTo(
      0.544 + 0.01,
      12,
    );
    expect(dollars('gpt-6.2-sol', { inputTokens: 272_001, outputTokens: 1000 })).toBeCloseTo(
      1.088004 + 0.015,
      12,
    );
  });

  it('has no price for a model it does not know, and that of the model for a dated one', () => {
    const prices = PriceTable.shipped();
    expect(prices.priceOf('gpt-7')).toBeUndefined();
    expect(prices.priceOf('toString')).toBeUndefined();
    expect(prices.priceOf('claude-sonnet-5-5-20261001')).toEqual(prices.priceOf('claude-sonnet-5-5'));
    expect(prices.priceOf('gpt-6-luna-2026-10-01')).toEqual(prices.priceOf('gpt-6-luna'));
    expect(prices.date).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  it('is never above the worst case, whatever the shares of cached and new', () => {
    for (const model of ['claude-haiku-5-5', 'gpt-6-astra', 'claude-fable-5-1']) {
      for (const prompt of [10, 99_999, 100_001, 272_001]) {
        for (const cached of [0, 0.5, 1]) {
          const read = Math.floor(prompt * cached);
          for (const part of [{ cacheReadTokens: read }, { cacheWriteTokens: read }]) {
            const cost = costOf(
              priceOf(model),
              counts({ inputTokens: prompt - read, outputTokens: 500, ...part }),
            );
            expect(cost).toBeLessThanOrEqual(worstCostOf(priceOf(model), { prompt, output: 500 }));
          }
        }
      }
    }
  });
});

describe('prices of your own', () => {
  it('replace and add models, and leave the others', async () => {
    const folder = await tempFolder({});
    const file = join(folder, 'prices.json');
    const models = { 'claude-sonnet-5-5': { input: 1, output: 1 }, 'our-model': { input: 0.5, output: 2 } };
    await writeFile(file, JSON.stringify({ format: PRICES_FORMAT, date: '2027-01-01', models }));
    const prices = await PriceTable.load(file);
    expect(prices.date).toBe('2027-01-01');
    expect(costOf(priceOf('claude-sonnet-5-5', prices), counts({ cacheReadTokens: MILLION }))).toBe(1e9);
    expect(costOf(priceOf('our-model', prices), counts({ outputTokens: MILLION }))).toBe(2e9);
    expect(prices.priceOf('gpt-6-luna')).toEqual(PriceTable.shipped().priceOf('gpt-6-luna'));
  });

  it.each([
    ['no JSON', '{'],
    ['another format', '{"format":"x","date":"2027-01-01","models":{}}'],
    [
      'a price that is none',
      `{"format":"${PRICES_FORMAT}","date":"2027-01-01","models":{"m":{"input":-1,"output":1}}}`,
    ],
    [
      'a field it does not know',
      `{"format":"${PRICES_FORMAT}","date":"2027-01-01","models":{"m":{"input":1,"output":1,"x":1}}}`,
    ],
  ])('fail closed: %s', async (_what, text) => {
    const file = join(await tempFolder({ 'prices.json': text }), 'prices.json');
    await expect(PriceTable.load(file)).rejects.toMatchObject({ code: 'misconfigured', data: { file } });
  });

  it('fail closed when they are not there', async () => {
    await expect(PriceTable.load('/nowhere/prices.json')).rejects.toMatchObject({ code: 'misconfigured' });
  });
});
