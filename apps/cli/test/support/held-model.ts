import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { callEvents } from './call-events.js';

export interface HeldModel {
  environment: Record<string, string>;
  /** Requests that say this wait from now on; none: those that wait are answered. */
  hold(words: string | undefined): void;
}

/** A model over Messages that makes these calls, one a turn, whatever the task; some of its answers wait. */
export async function heldModel(calls: ReadonlyArray<{ name: string; input: object }>): Promise<HeldModel> {
  let held: string | undefined;
  const released = new EventEmitter().setMaxListeners(0);
  const server = createServer(async (request, response) => {
    const body = await text(request);
    while (held !== undefined && body.includes(held)) await once(released, 'change');
    const turn = (JSON.parse(body) as { messages: unknown[] }).messages.length >> 1;
    const call = calls[Math.min(turn, calls.length - 1)] ?? { name: 'finish', input: {} };
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end(callEvents(call));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return {
    environment: {
      ANTHROPIC_API_KEY: 'sk-ant-not-a-real-key-0123456789',
      ANTHROPIC_BASE_URL: `http://127.0.0.1:${port}`,
    },
    hold(words) {
      held = words;
      released.emit('change');
    },
  };
}
