import { AgentCoordError } from '@agentcoord/core';
import { describe, expect, it } from 'vitest';
import { askForAnswer, type BudgetCaps, PriceTable } from '../src/index.js';
import { accountsOf, memory } from './support/budget-bench.js';
import { lastResults, type Script, say, scriptedProvider, turn, use } from './support/scripted-provider.js';

const even = (input: unknown): number => {
  const { number } = input as { number: number };
  if (number % 2 === 0) return number;
  throw new AgentCoordError('invalid_argument', `number must be even; got ${number}.`);
};

async function ask(script: Script, more: { repairs?: number; budgets?: BudgetCaps } = {}) {
  const provider = { ...scriptedProvider(script), model: 'claude-sonnet-5-5' };
  const storage = await memory();
  const asked = askForAnswer({
    provider,
    id: 'build-1',
    title: 'Pick a number',
    system: 'Pick.',
    text: 'An even number. The key is sk-secret-0123456789.',
    answer: { name: 'pick', description: 'Picks it.', inputSchema: { type: 'object' } },
    check: even,
    accounts: accountsOf(storage, more.budgets ?? {}),
    prices: PriceTable.shipped(),
    environment: { SOME_API_KEY: 'sk-secret-0123456789' },
    signal: new AbortController().signal,
    ...(more.repairs !== undefined && { repairs: more.repairs }),
  });
  return { answered: await asked, requests: provider.requests, storage };
}

describe('a question to a model outside of a task', () => {
  it('is answered by one call, which is counted and paid', async () => {
    const { answered, requests } = await ask([turn(use('pick', { number: 4 }))]);
    expect(answered).toMatchObject({
      answer: 4,
      repairs: 0,
      usage: { requests: 1, inputTokens: 10, outputTokens: 5 },
    });
    expect(answered.usage.costUsd).toBeGreaterThan(0);
    expect(requests[0]?.tools.map(({ name }) => name)).toEqual(['pick']);
  });

  it('goes back with what is wrong, until it is right', async () => {
    const { answered, requests } = await ask([
      turn(say('I think it is four.')),
      turn(use('pick', { number: 3 })),
      turn(use('pick', { number: 2 }), use('pick', { number: 4 })),
      turn(use('pick', { number: 6 })),
    ]);
    expect(answered).toMatchObject({ answer: 6, repairs: 3 });
    expect(lastResults(requests[2]).map(({ content }) => content)).toEqual([
      'Not accepted: number must be even; got 3.',
    ]);
    expect(lastResults(requests[3])).toHaveLength(2);
  });

  it('ends after a bounded number of rounds, with the last reason', async () => {
    await expect(ask([turn(use('pick', { number: 3 }))], { repairs: 2 })).rejects.toMatchObject({
      code: 'provider_failed',
      message: expect.stringContaining('number must be even; got 3.'),
      data: { reason: 'answer_refused', repairs: 2 },
    });
  });

  it('is not asked above its budget', async () => {
    const budgets = { subtree: { usd: 0.000001 } };
    await expect(ask([turn(use('pick', { number: 4 }))], { budgets })).rejects.toMatchObject({
      code: 'budget_exceeded',
    });
  });

  it('does not tell the model a secret', async () => {
    const { requests } = await ask([turn(use('pick', { number: 4 }))]);
    expect(JSON.stringify(requests)).not.toContain('sk-secret-0123456789');
  });
});
