import { ApprovalWorkflow } from '@agentcoord/approvals';
import { describe, expect, it } from 'vitest';
import { RAISE_ACTION } from '../src/index.js';
import { accountsOf, CENT, MODEL, memory, waiting } from './support/budget-bench.js';

describe('at the cap', () => {
  async function pausedWorkers(count: number) {
    const storage = await memory();
    const operator = new ApprovalWorkflow({ storage, actor: 'operator' });
    const asked: string[] = [];
    let everybodyAsked = (): void => undefined;
    const allAsked = new Promise<void>((resolve) => {
      everybodyAsked = resolve;
    });
    const onWait = (note: string): void => {
      if (asked.push(note) === count) everybodyAsked();
    };
    const calls = Array.from({ length: count }, async (_, index) => {
      const approvals = new ApprovalWorkflow({ storage, actor: `Ada-${index}#life_${index}` });
      const accounts = accountsOf(storage, { project: { usd: 0.005 } }, { approvals });
      const { signal } = waiting();
      const account = accounts.forTask({ id: `t${index}` }, MODEL);
      return account.reserve(CENT, { signal, onWait });
    });
    const settled = Promise.allSettled(calls);
    await allAsked;
    return { storage, operator, asked, settled };
  }

  it('all workers wait for one request, and go on when it is approved', async () => {
    const { storage, operator, settled, asked } = await pausedWorkers(3);
    const pending = await operator.list({ pending: true });
    expect(pending).toMatchObject([
      {
        action: RAISE_ACTION,
        details: { scope: 'budget/usd/project', cap: 5_000_000, newCap: 1_005_000_000 },
      },
    ]);
    expect(asked[0]).toContain(`approval ${pending[0]?.id}`);
    await operator.approve(pending[0]?.id ?? '');
    expect((await settled).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
    // Who comes later, with the old cap in its configuration, finds the answer.
    const late = accountsOf(storage, { project: { usd: 0.005 } }, { approvals: operator });
    await late.forTask({ id: 'late' }, MODEL).reserve(CENT, waiting());
    expect(await operator.list()).toHaveLength(1);
  });

  it('they end when it is rejected, and so does who comes later', async () => {
    const { storage, operator, settled } = await pausedWorkers(2);
    const [pending] = await operator.list({ pending: true });
    await operator.reject(pending?.id ?? '', { reason: 'enough for today' });
    for (const result of await settled) {
      expect(result).toMatchObject({ status: 'rejected', reason: { code: 'budget_exceeded' } });
      expect(String(result.status === 'rejected' && result.reason.message)).toMatch(
        /was rejected by operator \(enough for today\)/,
      );
    }
    const late = accountsOf(storage, { project: { usd: 0.005 } }, { approvals: operator });
    await expect(late.forTask({ id: 'late' }, MODEL).reserve(CENT, waiting())).rejects.toThrow(
      /was rejected/,
    );
  });

  it('a yes for something else raises nothing', async () => {
    const storage = await memory();
    const approvals = new ApprovalWorkflow({ storage, actor: 'Ada#life_1' });
    const operator = new ApprovalWorkflow({ storage, actor: 'operator' });
    const spoiled = {
      ...approvals,
      wait: (id: string) => operator.wait(id),
      get: (id: string) => operator.get(id),
      request: async (input: { id?: string }) => {
        const other = await approvals.request({
          id: input.id ?? '',
          action: 'tea',
          description: 'A cup of tea',
        });
        await operator.approve(other.id);
        return other;
      },
    };
    const account = accountsOf(storage, { project: { usd: 0.005 } }, { approvals: spoiled }).forTask(
      { id: 't' },
      MODEL,
    );
    await expect(account.reserve(CENT, waiting())).rejects.toThrow(/asks for something else/);
  });

  it('an answer that did not come in time is a no for this task only', async () => {
    const storage = await memory();
    const approvals = new ApprovalWorkflow({ storage, actor: 'Ada#life_1' });
    const options = { approvals, askTimeout: 1 };
    const account = accountsOf(storage, { project: { usd: 0.005 } }, options).forTask({ id: 't' }, MODEL);
    await expect(account.reserve(CENT, waiting())).rejects.toThrow(/was expired/);
    await expect(account.reserve(CENT, waiting())).rejects.toThrow(/was expired/);
    expect(await approvals.list()).toHaveLength(2);
  });
});
