import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Storage } from '@agentcoord/core';
import { TaskQueue } from '@agentcoord/queue';
import { AgentRegistry } from '@agentcoord/registry';
import { expect, it } from 'vitest';
import { CostLog, LlmWorker, type LlmWorkerOptions } from '../src/index.js';
import { FakeModel, type FakeTurn } from '../src/testing.js';
import { memory } from './support/budget-bench.js';
import { FencedFolder } from './support/fenced-folder.js';
import { tempFolder } from './support/temp-folder.js';

const write = (path: string, content: string): FakeTurn => ({
  calls: [{ name: 'write_file', input: { path, content } }],
});
const finish: FakeTurn = { calls: [{ name: 'finish', input: { summary: 'Done.' } }] };

async function bench(provider: FakeModel, more: Partial<LlmWorkerOptions> = {}) {
  const storage: Storage = await memory();
  const folder = await tempFolder({ '.agentcoord/config.json': '{}' });
  const files = new FencedFolder();
  const worker = new LlmWorker({
    storage,
    files,
    provider,
    name: 'Ada',
    cwd: folder,
    environment: {},
    ...more,
  });
  return { storage, folder, worker, queue: new TaskQueue({ storage }) };
}

it('claims tasks, does them under locks, verifies them and keeps what they changed', async () => {
  const provider = new FakeModel((task) => [write(`${task.title}.txt`, 'hello\n'), finish]);
  const { storage, folder, worker, queue } = await bench(provider, { tags: ['backend'] });
  const verify = 'test "$(cat $(ls *.txt | tail -1))" = hello';
  const [one] = await queue.addMany([
    { title: 'one', tags: ['backend'], payload: { verify } },
    { title: 'two', tags: ['frontend'] },
  ]);
  await using running = worker;
  const summary = await running.runWorkerLoop({ stopWhenIdle: true });
  expect(summary).toMatchObject({ completed: 1, failed: 0 });
  expect(await queue.get(one?.id ?? '')).toMatchObject({
    state: 'completed',
    result: { worker: 'Ada', summary: '[fake] Done.', files: [{ path: 'one.txt' }], usage: { costUsd: 0 } },
  });
  expect(await readFile(join(folder, 'one.txt'), 'utf8')).toBe('hello\n');
  expect(await new AgentRegistry({ storage }).get('Ada')).toMatchObject({ state: 'idle', kind: 'worker' });
  expect((await storage.leases.inspect({})).grants.filter(({ holder }) => holder.includes('/'))).toEqual([]);
  await running.stop();
  expect(await new AgentRegistry({ storage }).get('Ada')).toMatchObject({ state: 'left' });
});

it('gives the task back and stops when a budget that it shares is used up', async () => {
  const usage = { inputTokens: 20_000, outputTokens: 1000 };
  const turns = [{ ...write('a.txt', 'a\n'), usage }, { ...write('b.txt', 'b\n'), usage }, finish];
  const provider = new FakeModel(turns, { isLive: true, model: 'claude-sonnet-5-5' });
  const { storage, worker, queue } = await bench(provider, { budgets: { day: { tokens: 40_000 } } });
  const [first, second] = await queue.addMany([{ title: 'one' }, { title: 'two' }]);
  await using running = worker;
  await expect(running.runWorkerLoop({ stopWhenIdle: true })).rejects.toMatchObject({
    code: 'budget_exceeded',
    data: { level: 'day', unit: 'tokens' },
  });
  for (const added of [first, second])
    expect(await queue.get(added?.id ?? '')).toMatchObject({ state: 'ready', attempts: 0 });
  const costs = [];
  for await (const entry of new CostLog(storage).read()) costs.push(entry);
  expect(costs).toMatchObject([
    { agent: 'Ada', task: first?.id, model: 'claude-sonnet-5-5', costNanoUsd: 50_000_000 },
  ]);
});

it('charges a subtask to the tree of its topmost task', async () => {
  const provider = new FakeModel([finish], { isLive: true, model: 'claude-sonnet-5-5' });
  const { storage, worker, queue } = await bench(provider, { budgets: { subtree: { usd: 1 } } });
  const added = await queue.addMany([
    { title: 'top', key: 'top', tags: ['a'] },
    { title: 'middle', key: 'middle', parent: 'top', tags: ['a'] },
    { title: 'leaf', parent: 'middle', tags: ['a'] },
  ]);
  await using running = worker;
  await running.runWorkerLoop({ stopWhenIdle: true });
  const scopes = added.map(({ id }) => `budget/usd/subtree/${id}`);
  const spends = await storage.limits.readSpend({ scopes });
  expect(spends.map(({ spent, reserved }) => [spent, reserved])).toEqual([
    [0, 0],
    [0, 0],
    [0, 0],
  ]);
  const { entries } = await storage.logs.read({ log: 'events', limit: 1000 });
  const text = JSON.stringify(entries);
  expect(text.split(`budget/usd/subtree/${added[0]?.id}`).length).toBeGreaterThan(3);
  for (const { id } of added.slice(1)) expect(text).not.toContain(`budget/usd/subtree/${id}`);
});

it('has a fake model that fails a task which asks for more turns than there are', async () => {
  const provider = new FakeModel([{ text: 'Hm.' }]);
  const { worker, queue } = await bench(provider);
  const { id } = await queue.add({ title: 'one' });
  await using running = worker;
  await running.runWorkerLoop({ stopWhenIdle: true });
  expect(await queue.get(id)).toMatchObject({ state: 'failed' });
  expect(JSON.stringify(await queue.get(id))).toContain('no turn left');
  expect(provider.requests).toHaveLength(2);
  expect(provider.lastResults).toContain('You called no tool.');
});
