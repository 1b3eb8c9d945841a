import { CoordinationClient } from '@agentcoord/client';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { onTestFinished } from 'vitest';
import { type ServeHttpOptions, serveHttp } from '../../src/index.js';

export const TOKEN = 'a-token-of-this-test-alone';

export interface Served {
  url: URL;
  cwd: string;
  /** What the server told people. */
  log: string[];
  /** A client of its own, with a session. */
  connect(name?: string): Promise<Connected>;
  /** Somebody else at the same store. */
  observer(): Promise<CoordinationClient>;
  stop(): Promise<void>;
}

/** What tests take out of answers to put it into the next question; each tool has some of it. */
export interface Structure {
  status: string;
  task: { id: string };
  tasks: Array<{ id: string }>;
  approval: { id: string };
  thread_id: string;
  wait_id: string;
  notices?: string[];
}

export interface Connected {
  client: Client;
  transport: StreamableHTTPClientTransport;
  /** The structure of an answer; throws the error of one that is an error, by its code. */
  call(name: string, input?: Record<string, unknown>): Promise<Structure>;
}

/** A real server on loopback in this process, ended with the test. */
export async function serve(
  cwd: string,
  redisUrl: string,
  options: Partial<ServeHttpOptions> = {},
): Promise<Served> {
  const stopping = new AbortController();
  const log: string[] = [];
  const connect = { cwd, redisUrl, fallback: 'off', environment: {} } as const;
  let serving: Promise<void> = Promise.resolve();
  const url = await new Promise<URL>((resolve, reject) => {
    serving = serveHttp({
      connect,
      port: 0,
      token: TOKEN,
      version: '0.0.0',
      log: (line) => void log.push(line),
      signal: stopping.signal,
      onListening: (text) => resolve(new URL(text)),
      ...options,
    });
    serving.catch(reject);
  });
  const stop = async (): Promise<void> => {
    stopping.abort();
    await serving;
  };
  onTestFinished(stop);
  return {
    ...{ url, cwd, log, stop },
    connect: (name = 'Test Client') => connectTo(url, name),
    observer: async () => {
      const client = await CoordinationClient.open(connect);
      onTestFinished(() => client.close());
      return client;
    },
  };
}

async function connectTo(url: URL, name: string): Promise<Connected> {
  const transport = new StreamableHTTPClientTransport(url, {
    requestInit: { headers: { authorization: `Bearer ${TOKEN}` } },
  });
  const client = new Client({ name, version: '1.0.0' });
  await client.connect(transport);
  onTestFinished(() => client.close());
  return { client, transport, call: (tool, input = {}) => structureOf(client, tool, input) };
}

export async function structureOf(
  client: Client,
  name: string,
  input: Record<string, unknown>,
): Promise<Structure> {
  const result = await client.callTool({ name, arguments: input });
  if (result.isError !== true) return result.structuredContent as unknown as Structure;
  const [content] = result.content;
  throw new Error(content?.type === 'text' ? content.text : 'an error without a text');
}
