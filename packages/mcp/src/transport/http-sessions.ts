import type { IncomingMessage, ServerResponse } from 'node:http';
import { AgentCoordError, type NewId } from '@agentcoord/core';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { AgentConnection, type AgentConnectionOptions } from '../connection/agent-connection.js';
import { createServer } from '../server/create-server.js';

interface Session {
  connection: AgentConnection;
  transport: StreamableHTTPServerTransport;
  /** Requests and streams that are open: while there is one, the client is there. */
  open: number;
  idle?: NodeJS.Timeout;
}

interface HttpSessionsOptions {
  agent: AgentConnectionOptions;
  version: string;
  newId: NewId;
  maxSessions: number;
  /** Without any open request for so long, a client is taken for gone. */
  idleMs: number;
}

/** Each session is a client and an agent of its own; one that is no longer heard of is ended. */
export class HttpSessions {
  private readonly sessions = new Map<string, Session>();
  private readonly ending = new Set<Promise<void>>();

  constructor(private readonly options: HttpSessionsOptions) {}

  find(id: string): Session | undefined {
    return this.sessions.get(id);
  }

  /** @throws `limit_exceeded` */
  async begin(): Promise<Session> {
    const { agent, version, newId, maxSessions } = this.options;
    if (this.sessions.size >= maxSessions)
      throw new AgentCoordError(
        'limit_exceeded',
        `This server has ${maxSessions} sessions already. End one, or start another server.`,
      );
    const id = newId('mcp');
    const connection = new AgentConnection(agent);
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: () => id });
    const session: Session = { connection, transport, open: 0 };
    const server = createServer(connection, version);
    server.onerror = (error) => connection.trouble('The protocol', error);
    server.onclose = () => this.end(id);
    this.sessions.set(id, session);
    // Its optional members are not `undefined` for the compiler; nothing else differs.
    await server.connect(transport as Parameters<typeof server.connect>[0]);
    return session;
  }

  async handle(
    session: Session,
    request: IncomingMessage,
    response: ServerResponse,
    body: unknown,
  ): Promise<void> {
    session.open += 1;
    clearTimeout(session.idle);
    response.once('close', () => {
      session.open -= 1;
      if (session.open === 0) this.endWhenIdle(session);
    });
    await session.transport.handleRequest(request, response, body);
  }

  async close(): Promise<void> {
    await Promise.all([...this.sessions.values()].map(({ transport }) => transport.close()));
    for (const id of [...this.sessions.keys()]) this.end(id);
    await Promise.all(this.ending);
  }

  private endWhenIdle(session: Session): void {
    clearTimeout(session.idle);
    session.idle = setTimeout(() => void session.transport.close(), this.options.idleMs);
  }

  private end(id: string): void {
    const session = this.sessions.get(id);
    if (session === undefined) return;
    this.sessions.delete(id);
    clearTimeout(session.idle);
    const ended = session.connection.close();
    this.ending.add(ended);
    void ended.finally(() => this.ending.delete(ended));
  }
}
