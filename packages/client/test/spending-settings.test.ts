import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resolveConfiguration } from '../src/index.js';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'agentcoord-spending-'));
  mkdirSync(join(cwd, '.agentcoord'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

function resolveWith(config: object, environment: Record<string, string> = {}) {
  writeFileSync(join(cwd, '.agentcoord', 'config.json'), JSON.stringify(config));
  return resolveConfiguration({ cwd, environment });
}

describe('budgets and prices in the configuration', () => {
  it('are read, and nobody has a budget without them', async () => {
    const budgets = { task: { usd: 2 }, day: { usd: 50.5, tokens: 1000 } };
    expect(await resolveWith({ budgets })).toMatchObject({ budgets });
    expect((await resolveWith({})).budgets).toEqual({});
  });

  it('name a file of prices from the root; the environment names another, which workers get as well', async () => {
    const inFile = await resolveWith({ prices: 'prices.json' });
    expect(inFile.pricesFile).toBe(join(inFile.repository.root, 'prices.json'));
    expect(inFile.environment).not.toHaveProperty('AGENTCOORD_PRICES');
    const named = await resolveWith({ prices: 'prices.json' }, { AGENTCOORD_PRICES: 'mine.json' });
    expect(named.pricesFile).toBe(join(cwd, 'mine.json'));
    expect(named.environment.AGENTCOORD_PRICES).toBe(join(cwd, 'mine.json'));
    expect((await resolveWith({})).pricesFile).toBeUndefined();
  });

  it.each([
    ['a level nobody knows', { hour: { usd: 1 } }, 'budgets.hour'],
    ['a unit nobody knows', { day: { eur: 1 } }, 'budgets.day.eur'],
    ['dollars that are none', { day: { usd: '5' } }, 'budgets.day.usd'],
    ['fewer than none', { day: { usd: -1 } }, 'budgets.day.usd'],
    ['half a token', { day: { tokens: 0.5 } }, 'budgets.day.tokens'],
    ['a bare number', { day: 5 }, 'budgets.day'],
    ['a list', [], 'budgets'],
  ])('fail closed: %s', async (_what, budgets, field) => {
    await expect(resolveWith({ budgets })).rejects.toMatchObject({
      code: 'misconfigured',
      data: { key: 'budgets' },
      message: expect.stringContaining(field),
    });
  });
});
