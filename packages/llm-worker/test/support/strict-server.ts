import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { type Exchange, exchangesOf, type Turn, type TurnUsage } from './wires/turn.js';
import type { Wire, WireAnswer, WireError, WireRequest } from './wires/wire.js';

export interface StrictServer {
  url: string;
  requests: WireRequest[];
  /** What was refused with 400 and the like: empty where the client keeps the rules. */
  refused: WireError[];
  /** What the account is billed; a cut stream whose use nobody is told is in `cut`. */
  billed: TurnUsage[];
  cut: TurnUsage[];
}

const WAIT_MS = 30;

/** A model on loopback that plays turns over one wire, and refuses what the real server would. */
export async function strictServer(wire: Wire, turns: readonly Turn[]): Promise<StrictServer> {
  const left = exchangesOf(turns);
  const answered: WireAnswer[] = [];
  const seen: StrictServer = { url: '', requests: [], refused: [], billed: [], cut: [] };
  const server = createServer(async (incoming, response) => {
    const request = {
      path: incoming.url ?? '',
      headers: incoming.headers,
      body: JSON.parse(await textOf(incoming)),
    };
    seen.requests.push(request);
    const refused = wire.refuses(request, answered);
    if (refused) {
      seen.refused.push(refused);
      return sendError(response, refused);
    }
    const exchange = left.length > 1 ? left.shift() : left[0];
    if (exchange) await play(exchange, response);
  });

  async function play(exchange: Exchange, response: ServerResponse): Promise<void> {
    const { usage } = exchange.turn;
    switch (exchange.fault) {
      case 'rate-limit':
        return sendError(response, wire.error(429, 'rate-limit'), { 'retry-after-ms': String(WAIT_MS) });
      case 'overloaded':
        return sendError(response, wire.error(529, 'overloaded'));
      case 'too-long':
        return sendError(response, wire.error(400, 'too-long'));
      case 'cut': {
        const { events } = wire.answer(exchange, answered.length);
        const billed = wire.billedWhenCut(usage);
        (billed ? seen.billed : seen.cut).push(billed ?? usage);
        return sendEvents(response, events.slice(0, Math.floor(events.length / 2)), { isCut: true });
      }
      default: {
        const answer = wire.answer(exchange, answered.length);
        answered.push(answer);
        seen.billed.push(usage);
        return sendEvents(response, answer.events, { isCut: false });
      }
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  seen.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return seen;
}

function sendError(
  response: ServerResponse,
  { status, body }: WireError,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

async function sendEvents(
  response: ServerResponse,
  events: string[],
  { isCut }: { isCut: boolean },
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const event of events) response.write(event);
  // Let what was written go out first: a cut in the middle must come in the middle.
  await new Promise((resolve) => setImmediate(resolve));
  if (isCut) response.destroy();
  else response.end();
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of incoming) text += String(chunk);
  return text;
}
