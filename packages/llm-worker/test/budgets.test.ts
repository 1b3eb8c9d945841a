import type { Storage } from '@agentcoord/core';
import { describe, expect, it } from 'vitest';
import { type BudgetCaps, createLlmEngine, PriceTable, runAssignment } from '../src/index.js';
import { accountsOf, CENT, MODEL, memory, spendInFull, spendOf, waiting } from './support/budget-bench.js';
import { finishTurn, scriptedProvider, turn, use } from './support/scripted-provider.js';
import { setUp, task } from './support/setting.js';

describe('a budget', () => {
  it.each([
    ['task', 'budget/usd/task/t1', false],
    ['subtree', 'budget/usd/subtree/root', false],
    ['worker', 'budget/usd/worker/Ada', true],
    ['day', expect.stringMatching(/^budget\/usd\/day\/\d{4}-\d\d-\d\d$/), true],
    ['project', 'budget/usd/project', true],
  ] as const)('of the %s ends its calls', async (level, scope, retryable) => {
    const accounts = accountsOf(await memory(), { [level]: { usd: 0.025 } });
    const account = accounts.forTask({ id: 't1', root: 'root' }, MODEL);
    await spendInFull(await account.reserve(CENT, waiting()));
    await spendInFull(await account.reserve(CENT, waiting()));
    await expect(account.reserve(CENT, waiting())).rejects.toMatchObject({
      code: 'budget_exceeded',
      data: { level, scope, unit: 'usd', retryable },
    });
  });

  it('of a task is its own, of a subtree is that of all below its root', async () => {
    const accounts = accountsOf(await memory(), { task: { usd: 0.01 }, subtree: { usd: 0.02 } });
    await spendInFull(await accounts.forTask({ id: 'a', root: 'root' }, MODEL).reserve(CENT, waiting()));
    await spendInFull(await accounts.forTask({ id: 'b', root: 'root' }, MODEL).reserve(CENT, waiting()));
    const third = accounts.forTask({ id: 'c', root: 'root' }, MODEL);
    await expect(third.reserve(CENT, waiting())).rejects.toMatchObject({ data: { level: 'subtree' } });
    await accounts.forTask({ id: 'd' }, MODEL).reserve(CENT, waiting());
  });

  it('of a call makes its answer as short as it must be, and refuses what is too short to be of use', async () => {
    const accounts = accountsOf(await memory(), { call: { usd: 0.005 } });
    const account = accounts.forTask({ id: 't' }, MODEL);
    const { outputTokens } = await account.reserve({ ...CENT, minOutputTokens: 100 }, waiting());
    expect(outputTokens).toBeLessThanOrEqual(250);
    expect(outputTokens).toBeGreaterThan(240);
    await expect(account.reserve(CENT, waiting())).rejects.toMatchObject({ data: { level: 'call' } });
  });

  it('that is nearly used up makes the answer shorter', async () => {
    const storage = await memory();
    const account = accountsOf(storage, { project: { usd: 0.015 } }).forTask({ id: 't' }, MODEL);
    await spendInFull(await account.reserve(CENT, waiting()));
    const { outputTokens } = await account.reserve({ ...CENT, minOutputTokens: 100 }, waiting());
    expect(outputTokens).toBeGreaterThan(240);
    const { spent = 0, reserved = 0 } = await spendOf(storage, 'budget/usd/project');
    expect(spent + reserved).toBeLessThanOrEqual(15_000_000);
  });

  it('that only others hold is waited for', async () => {
    const storage = await memory();
    const accounts = accountsOf(storage, { project: { usd: 0.011 } });
    const first = await accounts.forTask({ id: 'a' }, MODEL).reserve(CENT, waiting());
    const { notes, ...options } = waiting();
    const told = new Promise<void>((resolve) => {
      options.onWait = (note) => {
        notes.push(note);
        resolve();
      };
    });
    const second = accounts.forTask({ id: 'b' }, MODEL).reserve(CENT, options);
    await told;
    await first.release();
    await second;
    expect(notes).toEqual(['waits for the calls of others to settle in their common budget']);
  });

  it('counts in tokens where the price is not known, and is refused in dollars alone', async () => {
    const storage = await memory();
    const unknown = { provider: 'openai', model: 'llama-at-home' };
    expect(() => accountsOf(storage, { day: { usd: 5 } }).forTask({ id: 't' }, unknown)).toThrow(
      /price of the model llama-at-home is not known.*AGENTCOORD_PRICES/,
    );
    const account = accountsOf(storage, { day: { usd: 5, tokens: 2000 } }).forTask({ id: 't' }, unknown);
    await spendInFull(await account.reserve(CENT, waiting()));
    await expect(account.reserve(CENT, waiting())).rejects.toMatchObject({
      data: { level: 'day', unit: 'tokens', cap: 2000, spent: 1750 },
    });
    expect(await spendOf(storage, 'budget/usd/project')).toMatchObject({ spent: 0 });
  });

  it('counts a try in full when nobody says what it used', async () => {
    const storage = await memory();
    const account = accountsOf(storage, {}).forTask({ id: 't' }, MODEL);
    await spendInFull(await account.reserve(CENT, waiting()));
    expect(await spendOf(storage, 'budget/usd/project')).toEqual({ spent: 10_000_000, reserved: 0 });
    expect(await spendOf(storage, 'budget/tokens/project')).toEqual({ spent: 1750, reserved: 0 });
  });

  it('that is not understood is refused, not left out', () => {
    const storage = {} as Storage;
    for (const budgets of [
      { projct: { usd: 1 } },
      { day: { eur: 1 } },
      { day: { usd: -1 } },
      { task: { tokens: 1.5 } },
    ])
      expect(() => accountsOf(storage, budgets as BudgetCaps)).toThrow(/budgets\./);
  });
});

describe('a task over a budget', () => {
  it('ends when its budget does, says so, and leaves nothing reserved', async () => {
    const storage = await memory();
    const setting = await setUp({ 'a.txt': 'one\n' });
    const long = { inputTokens: 9000, outputTokens: 900, cacheReadTokens: null, cacheWriteTokens: null };
    const provider = scriptedProvider([
      { ...turn(use('list_files', {})), usage: long },
      { ...turn(use('read_file', { path: 'a.txt' })), usage: long },
      finishTurn(),
    ]);
    const engine = createLlmEngine({
      provider: { ...provider, model: MODEL.model, maxOutputTokens: 1000 },
      prices: PriceTable.shipped(),
      accounts: accountsOf(storage, { task: { tokens: 25_000 } }),
    });
    const outcome = await runAssignment(task(), setting.context, { engines: [engine] });
    expect(outcome).toMatchObject({
      status: 'failed',
      retryable: false,
      error: { code: 'budget_exceeded', data: { level: 'task', unit: 'tokens' } },
      usage: { requests: 2, costUsd: 0.054 },
    });
    expect(await spendOf(storage, 'budget/tokens/project')).toEqual({ spent: 19_800, reserved: 0 });
  });

  it('does not start where no price is known and its budget is in dollars', async () => {
    const setting = await setUp({});
    const accounts = accountsOf(await memory(), { project: { usd: 1 } });
    const provider = scriptedProvider([finishTurn()]);
    const engine = createLlmEngine({ provider, accounts });
    const outcome = await runAssignment(task(), setting.context, { engines: [engine] });
    expect(outcome).toMatchObject({ status: 'failed', retryable: false, error: { code: 'misconfigured' } });
    expect(provider.requests).toEqual([]);
  });
});
