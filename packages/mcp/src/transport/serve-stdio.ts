import type { Readable } from 'node:stream';
import { AgentConnection, type AgentConnectionOptions } from '../connection/agent-connection.js';
import { createServer } from '../server/create-server.js';
import { type LineOutput, LineTransport } from './line-transport.js';

export interface ServeStdioOptions extends AgentConnectionOptions {
  input: Readable;
  output: LineOutput;
  version: string;
  /** Ends the connection. */
  signal: AbortSignal;
}

/** Serves one client until it closes its end, or the signal fires; then what it held is given back. */
export async function serveStdio({
  input,
  output,
  version,
  signal,
  ...options
}: ServeStdioOptions): Promise<void> {
  const connection = new AgentConnection(options);
  const server = createServer(connection, version);
  server.onerror = (error) => connection.trouble('The protocol', error);
  const closed = new Promise<void>((resolve) => {
    server.onclose = resolve;
  });
  const stop = (): void => void server.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await server.connect(new LineTransport(input, output));
    if (signal.aborted) await server.close();
    await closed;
  } finally {
    signal.removeEventListener('abort', stop);
    await connection.close();
  }
}
