import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openMemoryStorage } from '@agentcoord/storage-file';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  CostLog,
  createLlmEngine,
  createSpendAccounts,
  type EngineOutcome,
  PriceTable,
  runAssignment,
} from '../src/index.js';
import { DONE, FILES, multiFileTask, VERIFY } from './support/multi-file-task.js';
import { setUp, task } from './support/setting.js';
import { type StrictServer, strictServer } from './support/strict-server.js';
import { anthropicWire } from './support/wires/anthropic-wire.js';
import { chatWire } from './support/wires/chat-wire.js';
import { responsesWire } from './support/wires/responses-wire.js';
import type { Turn, TurnUsage } from './support/wires/turn.js';
import type { Wire } from './support/wires/wire.js';

/** Dollars per million tokens of both models that are used here, written down a second time. */
const inDollars = ({ input, cacheWrite, cacheRead, output }: TurnUsage): number =>
  (input * 2 + cacheWrite * 2.5 + cacheRead * 0.1 + output * 10) / 1_000_000;
const sum = (usages: readonly TurnUsage[]): number =>
  usages.reduce((total, usage) => total + inDollars(usage), 0);

interface Run {
  outcome: EngineOutcome;
  server: StrictServer;
  notes: string[];
  root: string;
  /** Of the project, in dollars. */
  budget: { spent: number; reserved: number };
  /** Of all entries in the log of costs. */
  written: number;
}

async function run(wire: Wire, turns: readonly Turn[], contextTokens?: number): Promise<Run> {
  const server = await strictServer(wire, turns);
  const setting = await setUp(FILES);
  const storage = await openMemoryStorage();
  onTestFinished(() => storage.close());
  const prices = PriceTable.shipped();
  const accounts = createSpendAccounts({
    storage,
    worker: 'worker',
    prices,
    budgets: { project: { usd: 5 }, task: { usd: 2 } },
  });
  const engine = createLlmEngine({
    provider: wire.provider(server.url, {}),
    prices,
    accounts,
    contextTokens,
  });
  const outcome = await runAssignment(task({ verify: VERIFY }), setting.context, { engines: [engine] });
  const [spend] = await storage.limits.readSpend({ scopes: ['budget/usd/project'] });
  let written = 0;
  for await (const { costNanoUsd } of new CostLog(storage).read()) written += costNanoUsd ?? Number.NaN;
  return {
    outcome,
    server,
    notes: setting.notes,
    root: setting.root,
    budget: { spent: (spend?.spent ?? 0) / 1e9, reserved: (spend?.reserved ?? 0) / 1e9 },
    written: written / 1e9,
  };
}

async function expectDone({ outcome, server, root }: Run): Promise<void> {
  expect(outcome).toMatchObject({
    status: 'done',
    summary: 'Both greet the world.',
    output: { verifyRounds: 1 },
  });
  for (const [path, content] of Object.entries(DONE))
    expect(await readFile(join(root, path), 'utf8')).toBe(content);
  expect(server.refused).toEqual([]);
}

/** What the result says, the log says and the budget says is what was billed. */
function expectPaid({ outcome, server, budget, written }: Run): void {
  const billed = sum(server.billed);
  expect(outcome.usage?.costUsd).toBeCloseTo(billed, 9);
  expect(written).toBeCloseTo(billed, 9);
  expect(budget.spent).toBeCloseTo(billed, 8);
  expect(budget.reserved).toBe(0);
  expect(outcome.usage).toMatchObject({ requests: server.billed.length, estimated: false });
}

describe.each([anthropicWire, responsesWire, chatWire])('a task over several files, over $name', (wire) => {
  it('is done in rounds of tools, a failing verification is mended, and the cost is right', async () => {
    const done = await run(wire, multiFileTask());
    await expectDone(done);
    expectPaid(done);
    expect(done.server.requests).toHaveLength(5);
  });

  it('waits as a 429 says, and pays nothing for it', async () => {
    const done = await run(wire, multiFileTask('rate-limit'));
    await expectDone(done);
    expectPaid(done);
    expect(done.notes.join('\n')).toMatch(/rate limit of the model is reached \(429\).*Try 2 of 6 in 3\dms/);
  });

  it('goes on after a 529', async () => {
    const done = await run(wire, multiFileTask('overloaded'));
    await expectDone(done);
    expectPaid(done);
  });

  it('goes on after a cut stream: nothing of it is acted on, and the budget counts what it may have cost', async () => {
    const done = await run(wire, multiFileTask('cut'));
    await expectDone(done);
    const { outcome, server, budget, written } = done;
    expect(outcome.usage?.requests).toBe(6);
    const known = sum(server.billed);
    expect(outcome.usage?.costUsd).toBeCloseTo(written, 9);
    expect(budget.reserved).toBe(0);
    if (server.cut.length === 0) {
      expect(outcome.usage?.costUsd).toBeCloseTo(known, 9);
      expect(budget.spent).toBeGreaterThanOrEqual(known);
    } else {
      expect(outcome.usage?.estimated).toBe(true);
      expect(outcome.usage?.costUsd).toBeGreaterThan(known);
      expect(budget.spent).toBeGreaterThanOrEqual(known + sum(server.cut));
    }
  });

  it('answers truncated JSON of a call, never runs it, and pays for it', async () => {
    const done = await run(wire, multiFileTask('cut-json'));
    await expectDone(done);
    expectPaid(done);
    expect(done.server.billed).toHaveLength(6);
    expect(JSON.stringify(done.server.requests[2]?.body)).toContain('could not be read');
  });

  it('ends at a refusal, with its files put back and what it cost', async () => {
    const refused = await run(wire, multiFileTask('refusal', 3));
    expect(refused.outcome).toMatchObject({
      status: 'failed',
      retryable: false,
      error: { code: 'provider_failed', data: { reason: 'refusal' } },
    });
    expect(await readFile(join(refused.root, 'src/greeting.txt'), 'utf8')).toBe('hello\n');
    expect(await readdir(join(refused.root, 'src'))).not.toContain('farewell.txt');
    expect(refused.server.refused).toEqual([]);
    expectPaid(refused);
  });

  it('leaves old results out when the context is full, and fails where there are none', async () => {
    const done = await run(wire, multiFileTask('too-long', 3));
    await expectDone(done);
    expectPaid(done);
    expect(done.notes.join('\n')).toContain('the context is full; older results were left out');
    const failed = await run(wire, multiFileTask('too-long', 1));
    expect(failed.outcome).toMatchObject({
      status: 'failed',
      retryable: false,
      error: { data: { reason: 'context_window' } },
    });
    expectPaid(failed);
  });

  it('keeps to a small context with a history that the server accepts', async () => {
    const done = await run(wire, multiFileTask(), 1_000);
    await expectDone(done);
    expectPaid(done);
    expect(done.notes.join('\n')).toContain('older results were left out to keep the context in bounds');
    expect(JSON.stringify(done.server.requests.at(-1)?.body)).toContain('What you have done so far');
  });
});
