import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createInterface } from 'node:readline';
import { execute, type GraphQLError, parse, validate } from 'graphql';
import { RAILWAY_SCHEMA } from './railway-schema.js';

interface Service {
  id: string;
  name: string;
  startCommand?: string;
  variables: Record<string, string>;
}

interface Deployment {
  id: string;
  child: ChildProcess;
  stopped: boolean;
  lines: Array<{ timestamp: string; message: string; severity: string }>;
}

export interface RailwayServer {
  endpoint: string;
  /** Documents that the schema refused; must stay empty. */
  refused: readonly string[];
  /** Of every call. */
  headers: ReadonlyArray<IncomingMessage['headers']>;
  services: ReadonlyMap<string, Service>;
  running(): number;
  /** Answers the next calls with this instead. */
  answerNext(...replies: Array<{ status: number; headers?: Record<string, string>; body?: object }>): void;
  /** Answers of those that nobody has got yet. */
  answersLeft(): number;
  /** Carries out the next call whose document holds this text, and breaks off instead of answering. */
  cutAfter(text: string): void;
  /** As a spawner leaves one that dies before it deploys it. */
  leaveService(name: string): void;
  forgetServices(): void;
  close(): Promise<void>;
}

/** Railway as its documentation describes it: checks every document against the schema, and runs the worker here. */
export async function startRailwayServer({
  script,
  token,
  folder,
}: {
  /** The worker's program. */
  script: string;
  token: string;
  /** Where workers start; asked for when they do. */
  folder: () => string;
}): Promise<RailwayServer> {
  const refused: string[] = [];
  const headers: Array<IncomingMessage['headers']> = [];
  const next: Array<{ status: number; headers?: Record<string, string>; body?: object }> = [];
  const services = new Map<string, Service>();
  const deployments = new Map<string, Deployment>();
  /** Gone for the API; their processes may take a moment. */
  const removed: Deployment[] = [];
  const cuts: string[] = [];
  let count = 0;
  const found = <T>(from: Map<string, T>, id: string): T => {
    const one = from.get(id);
    if (one === undefined) throw new Error(`${id} not found`);
    return one;
  };
  const root = {
    serviceCreate({ input }: { input: { name?: string } }) {
      count += 1;
      const service = { id: `service-${count}`, name: input.name ?? '', variables: {} };
      services.set(service.id, service);
      return service;
    },
    serviceInstanceUpdate({ serviceId, input }: { serviceId: string; input: { startCommand: string } }) {
      found(services, serviceId).startCommand = input.startCommand;
      return true;
    },
    variableCollectionUpsert({ input }: { input: { serviceId: string; variables: Record<string, string> } }) {
      found(services, input.serviceId).variables = input.variables;
      return true;
    },
    serviceInstanceDeployV2({ serviceId }: { serviceId: string }) {
      const { startCommand = '', variables } = found(services, serviceId);
      const id = `${serviceId}-deployment`;
      const command = startCommand.replace('/opt/agentcoord/bin.cjs', script);
      const child = spawn('/bin/sh', ['-c', `exec ${command}`], {
        // A container of its own: nothing of this machine's variables.
        env: { PATH: process.env.PATH, HOME: process.env.HOME, ...variables },
        cwd: folder(),
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const deployment: Deployment = { id, child, stopped: false, lines: [] };
      deployments.set(id, deployment);
      for (const [stream, severity] of [
        [child.stdout, 'info'],
        [child.stderr, 'error'],
      ] as const) {
        createInterface({ input: stream }).on('line', (message) => {
          deployment.lines.push({
            timestamp: `${new Date().toISOString()}.${deployment.lines.length}`,
            message,
            severity,
          });
        });
      }
      return id;
    },
    deployment({ id }: { id: string }) {
      const { child, stopped } = found(deployments, id);
      const { exitCode, signalCode } = child;
      if (exitCode === null && signalCode === null) return { id, status: 'SUCCESS' };
      return { id, status: stopped ? 'REMOVED' : exitCode === 0 ? 'COMPLETED' : 'CRASHED' };
    },
    project: ({ id }: { id: string }) => ({
      id,
      services: { edges: [...services.values()].map((node) => ({ node })) },
    }),
    deployments({ input }: { input: { serviceId: string } }) {
      const id = `${input.serviceId}-deployment`;
      return { edges: deployments.has(id) ? [{ node: root.deployment({ id }) }] : [] };
    },
    deploymentLogs: ({ deploymentId, limit }: { deploymentId: string; limit: number }) =>
      found(deployments, deploymentId).lines.slice(-limit),
    deploymentStop: ({ id }: { id: string }) => end(found(deployments, id), 'SIGTERM'),
    deploymentRemove: ({ id }: { id: string }) => end(found(deployments, id), 'SIGKILL'),
    serviceDelete({ id }: { id: string }) {
      found(services, id);
      services.delete(id);
      const deployment = deployments.get(`${id}-deployment`);
      deployments.delete(`${id}-deployment`);
      if (deployment === undefined) return true;
      removed.push(deployment);
      return end(deployment, 'SIGKILL');
    },
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    headers.push(request.headers);
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk;
    const reply = next.shift();
    if (reply) return send(response, reply.status, reply.body ?? {}, reply.headers);
    const { query, variables } = JSON.parse(text) as { query: string; variables: Record<string, unknown> };
    const { authorization, 'project-access-token': project } = request.headers;
    if (authorization !== undefined && project !== undefined) refused.push('both kinds of token');
    if (project !== token && authorization !== `Bearer ${token}`)
      return send(response, 200, { errors: [{ message: 'Not Authorized' }] });
    const document = parse(query);
    const errors: readonly GraphQLError[] = validate(RAILWAY_SCHEMA, document);
    if (errors.length > 0) {
      refused.push(...errors.map(({ message }) => message));
      return send(response, 400, { errors });
    }
    const done = await execute({
      schema: RAILWAY_SCHEMA,
      document,
      rootValue: root,
      variableValues: variables,
    });
    const [cut] = cuts;
    if (cut === undefined || !query.includes(cut)) return send(response, 200, done);
    cuts.shift();
    request.socket.destroy();
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => send(response, 500, { error: String(error) }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const running = () =>
    [...deployments.values(), ...removed].filter(
      ({ child }) => child.exitCode === null && child.signalCode === null,
    );
  return {
    endpoint: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/graphql/v2`,
    refused,
    headers,
    services,
    running: () => running().length,
    answerNext: (...replies) => void next.push(...replies),
    answersLeft: () => next.length,
    cutAfter: (text) => void cuts.push(text),
    leaveService: (name) => void root.serviceCreate({ input: { name } }),
    forgetServices: () => services.clear(),
    async close() {
      await Promise.all(running().map((deployment) => ended(deployment, 'SIGKILL')));
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function end(deployment: Deployment, signal: NodeJS.Signals): boolean {
  deployment.stopped = true;
  deployment.child.kill(signal);
  return true;
}

async function ended(deployment: Deployment, signal: NodeJS.Signals): Promise<void> {
  const gone = once(deployment.child, 'exit');
  end(deployment, signal);
  await gone;
}

function send(response: ServerResponse, status: number, body: object, headers: object = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
