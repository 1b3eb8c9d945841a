import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { callEvents } from './support/call-events.js';
import { setUpCli } from './support/cli.js';

const cli = setUpCli();

/** A model that answers the first request with a call, and then thinks until it is let go. */
async function thinkingModel() {
  const waiting: ServerResponse[] = [];
  let asked: (() => void) | undefined;
  const second = new Promise<void>((resolve) => {
    asked = resolve;
  });
  let requests = 0;
  const server = createServer(async (incoming, response) => {
    incoming.resume();
    await once(incoming, 'end');
    requests += 1;
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    if (requests > 1) {
      waiting.push(response);
      asked?.();
      return;
    }
    response.end(callEvents({ name: 'report_progress', input: { note: 'Looks for the port' } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    second,
    environment: { ANTHROPIC_API_KEY: 'sk-ant-not-a-real-key-0123456789', ANTHROPIC_BASE_URL: url },
  };
}

test('what each worker does now is in workers and in the events as soon as it does it', async () => {
  const model = await thinkingModel();
  const { environment } = model;
  await cli.run(['spawn', '--llm', '--provider', 'anthropic', '--name', 'Ada'], { environment });
  await cli.run(['spawn', '--name', 'Bob', '--tags', 'other']);
  try {
    const added = await cli.run(['tasks', 'add', 'Find the port', '--payload', '{"engine":"llm"}', '--json']);
    const { id } = added.json().data as { id: string };
    // The model was asked again: its note was given before that.
    await model.second;
    const { workers } = (await cli.run(['workers', '--json'])).json().data as {
      workers: Array<{ name: string; activity: Record<string, unknown> }>;
    };
    const byName = new Map(workers.map(({ name, activity }) => [name, activity]));
    expect(byName.get('Ada')).toMatchObject({
      state: 'working',
      taskId: id,
      title: 'Find the port',
      note: expect.stringContaining('Looks for the port'),
      noteAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(byName.get('Bob')).toMatchObject({ state: 'idle' });
    const table = (await cli.run(['workers'])).stdout;
    expect(table).toMatch(/Ada +running +working on Find the port \(.*Looks for the/);
    const events = (await cli.run(['events', '--json', '--limit', '50'])).stdout;
    const renewed = events.split('\n').filter((line) => line.includes('Looks for the port'));
    expect(renewed).toHaveLength(1);
    expect(JSON.parse(renewed[0] ?? '')).toMatchObject({
      data: { type: 'task-renewed', entity: `task/${id}` },
    });
  } finally {
    await cli.run(['stop', '--all']);
  }
  const { workers } = (await cli.run(['workers', '--json'])).json().data as { workers: object[] };
  for (const worker of workers) expect(worker).not.toHaveProperty('activity');
});
