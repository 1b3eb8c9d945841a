import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { setUpCli } from './support/cli.js';
import { modelServer } from './support/model-server.js';

const cli = setUpCli();

const WRITE = { name: 'write_file', arguments: { path: 'out.txt', content: 'done\n' } };
const FINISH = { name: 'finish', arguments: { summary: 'Done.' } };
/** Of the default model: 1,000 tokens in, 100 out. */
const TURN_USD = 0.003;

interface Costs {
  by: string;
  costs: Array<{
    name: string;
    calls: number;
    costUsd: number | null;
    unpricedCalls: number;
    title?: string;
  }>;
  total: { calls: number; costUsd: number | null; inputTokens: number; outputTokens: number };
  budgets: Array<{ level: string; unit: string; spent: number; reserved: number; cap?: number }>;
}

async function costs(...args: string[]): Promise<Costs> {
  const end = await cli.run(['costs', '--json', ...args]);
  expect(end).toMatchObject({ code: 0, stderr: '' });
  return end.json().data;
}

async function add(title: string): Promise<string> {
  const end = await cli.run(['tasks', 'add', '--json', title, '--payload', '{"engine":"llm"}']);
  expect(end.stderr).toBe('');
  return (end.json().data as { id: string }).id;
}

async function configure(config: object): Promise<void> {
  await mkdir(join(cli.folder, '.agentcoord'), { recursive: true });
  await writeFile(join(cli.folder, '.agentcoord', 'config.json'), JSON.stringify(config));
}

const work = (environment: Record<string, string>, ...args: string[]) =>
  cli.run(['worker', '--llm', '--until-idle', '--json', ...args], { environment });

describe('costs', () => {
  test('are shown by agent, task, model and day', async () => {
    expect(await costs()).toMatchObject({ by: 'agent', costs: [], total: { calls: 0, costUsd: 0 } });
    const { environment } = await modelServer([WRITE, FINISH]);
    const id = await add('Write it');
    expect((await work(environment, '--name', 'W1')).json().data).toMatchObject({ completed: 1 });
    await add('Write it again');
    await work(environment, '--name', 'W2', '--model', 'claude-opus-5-5-20261001');

    const byAgent = await costs();
    expect(byAgent.costs.map(({ name, calls }) => [name, calls])).toEqual([
      ['W2', 2],
      ['W1', 2],
    ]);
    expect(byAgent.costs[0]?.costUsd).toBeCloseTo(4 * TURN_USD, 9);
    expect(byAgent.costs[1]?.costUsd).toBeCloseTo(2 * TURN_USD, 9);
    expect(byAgent.total).toMatchObject({ calls: 4, inputTokens: 4000, outputTokens: 400 });
    expect((await costs('--by', 'task')).costs).toContainEqual(
      expect.objectContaining({ name: id, title: 'Write it', calls: 2 }),
    );
    expect((await costs('--by', 'model')).costs.map(({ name }) => name)).toEqual([
      'anthropic/claude-opus-5-5-20261001',
      'anthropic/claude-sonnet-5-5',
    ]);
    expect((await costs('--by', 'day')).costs).toMatchObject([
      { name: expect.stringMatching(/^\d{4}-\d\d-\d\d$/), calls: 4 },
    ]);
    expect((await costs('--since', '1h')).total.calls).toBe(4);
    expect((await costs('--since', '2099-01-01')).costs).toEqual([]);
    const { stdout } = await cli.run(['costs']);
    expect(stdout).toMatch(/^AGENT +CALLS +INPUT +CACHED +OUTPUT +COST\nW2 +2 +2000 +0 +200 +\$0\.0120\n/);
    expect(stdout).toMatch(/\ntotal +4 +4000 +0 +400 +\$0\.0180\n/);
    expect(await cli.run(['costs', '--by', 'moon'])).toMatchObject({ code: 2 });
  });

  test('are unknown for a model without a price, and known with a price file of your own', async () => {
    const { environment } = await modelServer([FINISH], 'openai');
    await add('One');
    await work(environment, '--model', 'llama-at-home');
    expect(await costs('--by', 'model')).toMatchObject({
      costs: [{ name: 'openai/llama-at-home', costUsd: null, unpricedCalls: 1 }],
      total: { costUsd: null },
    });
    expect((await cli.run(['costs'])).stdout).toMatch(/ \?\n/);
    const models = { 'llama-at-home': { input: 1, output: 1 } };
    const file = { format: 'agentcoord-prices/1', date: '2026-11-01', models };
    await writeFile(join(cli.folder, 'prices.json'), JSON.stringify(file));
    await configure({ prices: 'prices.json' });
    await add('Two');
    await work(environment, '--model', 'llama-at-home');
    expect((await costs()).total).toMatchObject({ calls: 2, costUsd: 0.0011 });
  });
});

describe('a budget of the configuration', () => {
  test('stops the worker and gives its task back when the answer is no', async () => {
    await configure({ budgets: { project: { usd: 0.02 } } });
    const { environment } = await modelServer([WRITE, FINISH]);
    const id = await add('Write it');
    const worker = cli.start(['worker', '--llm', '--until-idle', '--name', 'W1'], { environment });
    const request = await pausedRequest();
    expect(request).toMatchObject({ action: 'budget:raise', details: { scope: 'budget/usd/project' } });
    const { data } = (await cli.run(['status', '--json'])).json();
    expect((data as { agents: Array<{ name: string; state: string }> }).agents).toContainEqual(
      expect.objectContaining({ name: 'W1', state: 'waiting' }),
    );
    await cli.run(['reject', request.id, '--reason', 'no money']);
    const end = await worker.ended;
    expect(end.code).toBe(1);
    expect(end.stderr).toContain('no money');
    const shown = (await cli.run(['tasks', 'show', id, '--json'])).json();
    expect(shown.data).toMatchObject({ state: 'ready', attempts: 0 });
  });

  test('is raised by an approval, and the task goes on', async () => {
    await configure({ budgets: { day: { usd: 0.02 }, task: { tokens: 1_000_000 } } });
    const { environment } = await modelServer([WRITE, FINISH]);
    await add('Write it');
    const worker = cli.start(['worker', '--llm', '--until-idle', '--json'], { environment });
    const { id } = await pausedRequest();
    expect((await cli.run(['approve', id])).code).toBe(0);
    const end = await worker.ended;
    expect(end.json().data).toMatchObject({ completed: 1 });
    const { budgets, total } = await costs();
    expect(total.calls).toBe(2);
    const today = budgets.find(({ level, unit }) => level === 'day' && unit === 'usd');
    expect(today).toMatchObject({ cap: 0.02, reserved: 0 });
    expect(today?.spent).toBeCloseTo(2 * TURN_USD, 9);
    expect((await cli.run(['costs'])).stdout).toMatch(/\nToday: \$0\.0060 spent, of \$0\.0200\n$/);
  });

  test('that is not understood lets nothing run', async () => {
    await configure({ budgets: { day: { dollars: 5 } } });
    const end = await cli.run(['worker', '--until-idle']);
    expect(end).toMatchObject({ code: 2, stderr: expect.stringContaining('budgets.day.dollars') });
  });

  /** Waits for the request that a paused worker makes. */
  async function pausedRequest(): Promise<{ id: string; action: string; details: object }> {
    const events = cli.start(['events', '--follow', '--json']);
    await events.printed('stdout', 'record/approvals/');
    await events.printed('stdout', 'room in the budget');
    events.kill('SIGINT');
    await events.ended;
    const { approvals } = (await cli.run(['approvals', '--json'])).json().data as {
      approvals: Array<{ id: string; action: string; details: object }>;
    };
    const [request] = approvals;
    if (!request) throw new Error('nothing is asked');
    return request;
  }
});
