import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AgentCoordError, describeThrown, redact } from '@agentcoord/core';
import { EXPOSITION_TYPE } from '@agentcoord/orchestrator';

/** What names tasks and models is not for the network: who wants it elsewhere puts a proxy of their own before it. */
const LOOPBACK = '127.0.0.1';

export interface ServeMetrics {
  /** 0: a free one. */
  port: number;
  collect(): Promise<string>;
  signal: AbortSignal;
  onListening(url: string): void;
}

/** Answers scrapes until the signal fires. @throws `unavailable` port as `conflict`. */
export async function serveMetrics({ port, collect, signal, onListening }: ServeMetrics): Promise<void> {
  const server = createServer((request, response) => {
    // A page of another site must not read it through a name that resolves to this machine.
    const isHere = /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? '');
    const isScrape = request.method === 'GET' && request.url?.split('?')[0] === '/metrics';
    if (isHere && isScrape) void answer(response, collect);
    else send(response, isHere ? 404 : 403, 'Figures are at GET /metrics of this machine.\n');
  });
  await listen(server, port);
  onListening(`http://${LOOPBACK}:${(server.address() as AddressInfo).port}/metrics`);
  try {
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, LOOPBACK);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new AgentCoordError(
      'conflict',
      `Port ${port} of ${LOOPBACK} cannot be opened: ${describeThrown(error)}. Choose another with --serve, or 0 for a free one.`,
      { data: { port }, cause: error },
    );
  }
}

async function answer(response: ServerResponse, collect: () => Promise<string>): Promise<void> {
  try {
    const text = await collect();
    response.setHeader('content-type', EXPOSITION_TYPE);
    send(response, 200, text);
  } catch (error) {
    send(response, 503, `The store did not answer: ${redact(describeThrown(error))}\n`);
  }
}

function send(response: ServerResponse, status: number, text: string): void {
  response.statusCode = status;
  response.end(text);
}
