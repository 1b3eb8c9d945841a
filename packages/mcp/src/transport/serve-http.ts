import { once } from 'node:events';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { AgentCoordError, describeThrown, newId } from '@agentcoord/core';
import { isInitializeRequest } from '@modelcontextprotocol/sdk/types.js';
import type { AgentConnectionOptions } from '../connection/agent-connection.js';
import { refusalOf } from './guard-request.js';
import { HttpSessions } from './http-sessions.js';
import { readBody } from './read-body.js';

const LOOPBACK = '127.0.0.1';

export interface ServeHttpOptions extends AgentConnectionOptions {
  /** 0: a free one. */
  port: number;
  /** Whoever calls must send it. At least 16 characters; never logged. */
  token: string;
  version: string;
  /** Ends the server and every session. */
  signal: AbortSignal;
  onListening: (url: string) => void;
  /** A client without an open request or stream for so long is gone. Default 60 s. */
  idleMs?: number;
  /** Default 200. */
  maxSessions?: number;
}

/** Serves this machine, until the signal fires. @throws `conflict` for a port that is taken. */
export async function serveHttp(options: ServeHttpOptions): Promise<void> {
  const { port, token, version, signal, onListening, idleMs = 60_000, maxSessions = 200, ...agent } = options;
  if (!/^[!-~]{16,512}$/.test(token))
    throw new AgentCoordError(
      'misconfigured',
      'The token has 16 to 512 printable characters without spaces.',
    );
  const makeId = agent.connect.newId ?? newId;
  const sessions = new HttpSessions({ agent, version, newId: makeId, maxSessions, idleMs });
  const server = createHttpServer((request, response) => {
    answer(request, response, { sessions, token }).catch((error: unknown) => {
      agent.log(`A request failed: ${describeThrown(error)}`);
      refuse(response, { status: 500, code: -32_603, message: 'The request failed.' });
    });
  });
  await listen(server, port);
  onListening(`http://${LOOPBACK}:${(server.address() as AddressInfo).port}/mcp`);
  try {
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    server.close();
    await sessions.close();
    server.closeAllConnections();
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { sessions, token }: { sessions: HttpSessions; token: string },
): Promise<void> {
  const refusal = refusalOf(request.headers, { token });
  if (refusal !== undefined) return refuse(response, { code: -32_000, ...refusal });
  if (request.url?.split('?')[0] !== '/mcp')
    return refuse(response, { status: 404, code: -32_000, message: 'The server is at /mcp.' });
  const body = request.method === 'POST' ? await readBody(request) : { value: undefined };
  if (!('value' in body)) return refuse(response, body);
  const id = request.headers['mcp-session-id'];
  if (typeof id === 'string') {
    const session = sessions.find(id);
    if (session !== undefined) return sessions.handle(session, request, response, body.value);
    return refuse(response, {
      status: 404,
      code: -32_001,
      message: 'This session has ended: initialize again.',
    });
  }
  if (!isInitializeRequest(body.value))
    return refuse(response, { status: 400, code: -32_000, message: 'Begin with initialize.' });
  try {
    return await sessions.handle(await sessions.begin(), request, response, body.value);
  } catch (error) {
    if (!AgentCoordError.is(error, 'limit_exceeded')) throw error;
    return refuse(response, { status: 503, code: -32_000, message: error.message });
  }
}

function refuse(
  response: ServerResponse,
  { status, code, message }: { status: number; code: number; message: string },
): void {
  if (response.headersSent) return;
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    // What was not read of the body is not waited for.
    ...(status === 413 ? { connection: 'close' } : {}),
  });
  response.end(JSON.stringify({ jsonrpc: '2.0', id: null, error: { code, message } }));
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, LOOPBACK);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new AgentCoordError(
      'conflict',
      `Port ${port} of ${LOOPBACK} cannot be opened: ${describeThrown(error)}. Choose another, or 0 for a free one.`,
      { data: { port }, cause: error },
    );
  }
}
