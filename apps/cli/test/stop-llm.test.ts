import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { callEvents } from './support/call-events.js';
import { setUpCli } from './support/cli.js';

const cli = setUpCli();

/** A model that finishes a task called so at once, and otherwise takes every request and never says a word. */
async function silentModel(): Promise<{ url: string; asked: (count: number) => Promise<void> }> {
  let requests = 0;
  const waiting: Array<{ count: number; resolve: () => void }> = [];
  const server = createServer(async (incoming, response) => {
    const prompt = await text(incoming);
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    if (prompt.includes('Task: Finish at once'))
      response.end(callEvents({ name: 'finish', input: { summary: 'Done.' } }));
    requests += 1;
    for (const { count, resolve } of waiting) if (requests >= count) resolve();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const asked = (count: number): Promise<void> =>
    new Promise((resolve) => {
      if (requests >= count) resolve();
      else waiting.push({ count, resolve });
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

/** A dead process that nobody has buried yet is a zombie. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** Does what a stubborn program does: starts others, one in a group of its own, and all ignore SIGTERM. */
const STUBBORN =
  "trap '' TERM; echo $$ >> pids; (trap '' TERM; exec sleep 611) & echo $! >> pids; " +
  'setsid sh -c \'trap "" TERM; echo $$ >> pids; exec sleep 612\' & while :; do sleep 613; done';
const WORKERS = 10;
const IN_COMMANDS = WORKERS / 2;

/** Written down by processes as they start. */
async function pidsIn(file: string, count: number): Promise<number[]> {
  const pids = () =>
    existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean).map(Number) : [];
  await expect.poll(() => pids().length, { timeout: 60_000 }).toBeGreaterThanOrEqual(count);
  return pids();
}

test('stop --all ends ten workers in the middle of calls and commands: no process is left, and no money reserved', async () => {
  const model = await silentModel();
  const environment = {
    ANTHROPIC_API_KEY: 'sk-ant-not-a-real-key-0123456789',
    ANTHROPIC_BASE_URL: model.url,
  };
  for (let index = 0; index < WORKERS; index += 1) {
    const payload = index < IN_COMMANDS ? { engine: 'llm', verify: STUBBORN } : { engine: 'llm' };
    const title = index < IN_COMMANDS ? 'Finish at once' : 'Think';
    await cli.run(['tasks', 'add', title, '--payload', JSON.stringify(payload)]);
  }
  const spawned = await cli.run(['spawn', '--llm', '--count', String(WORKERS), '--json'], { environment });
  const { workers } = spawned.json().data as { workers: Array<{ handle: { pid: number } }> };
  expect(workers).toHaveLength(WORKERS);
  await model.asked(WORKERS);
  const commands = await pidsIn(join(cli.folder, 'pids'), 3 * IN_COMMANDS);
  const stopped = await cli.run(['stop', '--all', '--json']);
  expect(stopped.code).toBe(0);
  for (const pid of [...workers.map(({ handle }) => handle.pid), ...commands])
    expect(isRunning(pid), `process ${pid}`).toBe(false);
  const { tasks } = (await cli.run(['tasks', '--json'])).json().data as { tasks: Array<{ state: string }> };
  expect(tasks.map(({ state }) => state)).toEqual(Array(WORKERS).fill('ready'));
  const { budgets, total } = (await cli.run(['costs', '--json'])).json().data as {
    budgets: Array<{ unit: string; reserved: number; spent: number }>;
    total: { calls: number; estimated: boolean };
  };
  expect(budgets.map(({ reserved }) => reserved)).toEqual([0, 0, 0, 0]);
  // What was on its way may be billed, and nobody says how much.
  expect(total).toMatchObject({ calls: WORKERS, estimated: true });
  expect(budgets.every(({ spent }) => spent > 0)).toBe(true);
});
