import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { setUpCli } from './support/cli.js';

const cli = setUpCli();

/** A model that takes every request and never says a word. */
async function silentModel(): Promise<{ url: string; asked: (count: number) => Promise<void> }> {
  let requests = 0;
  const waiting: Array<{ count: number; resolve: () => void }> = [];
  const server = createServer((_incoming, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
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

test('stop --all ends workers in the middle of a call: no process is left, and no money reserved', async () => {
  const model = await silentModel();
  const environment = {
    ANTHROPIC_API_KEY: 'sk-ant-not-a-real-key-0123456789',
    ANTHROPIC_BASE_URL: model.url,
  };
  for (let index = 0; index < 3; index += 1)
    await cli.run(['tasks', 'add', `Task ${index}`, '--payload', '{"engine":"llm"}']);
  const spawned = await cli.run(['spawn', '--llm', '--count', '3', '--json'], { environment });
  const { workers } = spawned.json().data as { workers: Array<{ handle: { pid: number } }> };
  expect(workers).toHaveLength(3);
  await model.asked(3);
  const stopped = await cli.run(['stop', '--all', '--json']);
  expect(stopped.code).toBe(0);
  for (const { handle } of workers) expect(isRunning(handle.pid)).toBe(false);
  const { tasks } = (await cli.run(['tasks', '--json'])).json().data as { tasks: Array<{ state: string }> };
  expect(tasks.map(({ state }) => state)).toEqual(['ready', 'ready', 'ready']);
  const { budgets, total } = (await cli.run(['costs', '--json'])).json().data as {
    budgets: Array<{ unit: string; reserved: number; spent: number }>;
    total: { calls: number; estimated: boolean };
  };
  expect(budgets.map(({ reserved }) => reserved)).toEqual([0, 0, 0, 0]);
  // What was on its way may be billed, and nobody says how much.
  expect(total).toMatchObject({ calls: 3, estimated: true });
  expect(budgets.every(({ spent }) => spent > 0)).toBe(true);
});
