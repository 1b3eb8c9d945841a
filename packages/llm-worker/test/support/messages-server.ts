import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { whatIsWrong } from './messages-rules.js';

export interface SentBlock {
  type: string;
  text?: string;
  id?: string;
  input?: unknown;
  tool_use_id?: string;
  content?: unknown;
  is_error?: boolean;
  cache_control?: unknown;
}

export interface SentBody {
  model: string;
  max_tokens: number;
  stream?: boolean;
  system: SentBlock[];
  tools: Array<{ name: string; input_schema: { type?: string }; cache_control?: unknown }>;
  tool_choice?: { type: string };
  messages: Array<{ role: string; content: SentBlock[] }>;
}

export interface SentRequest {
  headers: IncomingMessage['headers'];
  body: SentBody;
}

export type Reply = (response: ServerResponse, request: SentRequest) => void | Promise<void>;

export interface MessagesServer {
  url: string;
  requests: SentRequest[];
}

/** The Messages API on loopback: strict about requests, and answering as told, the last reply for ever. */
export async function messagesServer(replies: Reply[]): Promise<MessagesServer> {
  const requests: SentRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const request = { headers: incoming.headers, body: JSON.parse(await textOf(incoming)) };
    const wrong = whatIsWrong(incoming, request);
    const reply = replies[Math.min(requests.length, replies.length - 1)];
    requests.push(request);
    if (wrong) return error(wrong.status, wrong.type, wrong.message)(response, request);
    await reply?.(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of incoming) text += String(chunk);
  return text;
}

export function error(
  status: number,
  type: string,
  message: string,
  headers: Record<string, string> = {},
): Reply {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify({ type: 'error', error: { type, message } }));
  };
}

type Block = { type: string; [field: string]: unknown };

export interface SentMessage {
  content: Block[];
  stop?: string;
  stopDetails?: unknown;
  usage?: Record<string, unknown>;
  /** Of the whole answer. Default 50. */
  outputTokens?: number;
  /** Of a tool call's JSON, so that it ends in the middle. */
  cutJsonAt?: number;
  /** Events sent before the connection is cut. */
  cutAfter?: number;
}

/** A streamed answer with pings, in small pieces. */
export function message(sent: SentMessage): Reply {
  return async (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const events = eventsOf(sent);
    for (const event of events.slice(0, sent.cutAfter ?? events.length)) {
      response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    }
    // Let what was written go out first: a cut in the middle must come in the middle.
    await new Promise((resolve) => setImmediate(resolve));
    if (sent.cutAfter === undefined) response.end();
    else response.destroy();
  };
}

const USAGE = {
  input_tokens: 100,
  cache_creation_input_tokens: 20,
  cache_read_input_tokens: 30,
  output_tokens: 1,
};

export function eventsOf(sent: SentMessage): Array<{ type: string; [field: string]: unknown }> {
  const { stop = 'end_turn', stopDetails = null, usage = USAGE } = sent;
  const start = {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'm',
    content: [],
    stop_reason: null,
    usage,
  };
  return [
    { type: 'message_start', message: start },
    { type: 'ping' },
    ...sent.content.flatMap((block, index) => blockEvents(block, index, sent.cutJsonAt)),
    {
      type: 'message_delta',
      delta: { stop_reason: stop, stop_sequence: null, stop_details: stopDetails, container: null },
      usage: {
        ...usage,
        output_tokens: usage.output_tokens === undefined ? undefined : (sent.outputTokens ?? 50),
      },
    },
    { type: 'message_stop' },
  ];
}

function blockEvents(block: Block, index: number, cutJsonAt: number | undefined) {
  const [empty, deltas] = piecesOf(block, cutJsonAt);
  return [
    { type: 'content_block_start', index, content_block: empty },
    ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ];
}

function piecesOf(block: Block, cutJsonAt: number | undefined): [Block, Block[]] {
  const pieces = (text: unknown): string[] => String(text).match(/.{1,7}/gsu) ?? [];
  switch (block.type) {
    case 'text':
      return [{ ...block, text: '' }, pieces(block.text).map((text) => ({ type: 'text_delta', text }))];
    case 'thinking':
      return [
        { ...block, thinking: '', signature: '' },
        [
          ...pieces(block.thinking).map((thinking) => ({ type: 'thinking_delta', thinking })),
          { type: 'signature_delta', signature: block.signature },
        ],
      ];
    case 'tool_use': {
      const json = JSON.stringify(block.input).slice(0, cutJsonAt);
      return [
        { ...block, input: {} },
        pieces(json).map((partial_json) => ({ type: 'input_json_delta', partial_json })),
      ];
    }
    default:
      return [block, []];
  }
}
