import { type IncomingMessage, request as send } from 'node:http';
import { AgentCoordError } from '@agentcoord/core';
import { noEngine, oldEngine } from './engine-errors.js';

export interface EngineReply {
  status: number;
  body: unknown;
}

export interface EngineCall {
  body?: object;
  signal?: AbortSignal;
  /** 0: as long as it takes. Default 30 s. */
  timeoutMs?: number;
}

/** What it needs of the API: `Tmpfs`, `wait?condition`, filters as they are today. */
const OLDEST_API = [1, 40] as const;
const CALL_TIMEOUT_MS = 30_000;
/** Of what is kept at once; the list of ten thousand containers is half of it. */
const LONGEST_REPLY = 1 << 25;

/** The Docker Engine API over its unix socket; Podman's service speaks it as well. */
export class Engine {
  private version: Promise<string> | undefined;

  constructor(readonly socketPath: string) {}

  /** With the engine's own version: an older one may be refused as too old. */
  async path(rest: string): Promise<string> {
    this.version ??= this.askVersion();
    this.version.catch(() => {
      this.version = undefined;
    });
    return `/v${await this.version}${rest}`;
  }

  async call(method: string, rest: string, options: EngineCall = {}): Promise<EngineReply> {
    const reply = await this.open(method, await this.path(rest), options);
    const text = await this.textOf(reply, options.signal);
    return { status: reply.statusCode ?? 0, body: parsed(text) };
  }

  /** The reply as it comes in, line by line of JSON. */
  async *lines(method: string, rest: string, options: EngineCall = {}): AsyncGenerator<unknown> {
    const reply = await this.open(method, await this.path(rest), { timeoutMs: 0, ...options });
    let text = '';
    for await (const chunk of this.chunks(reply, options.signal)) {
      text += chunk;
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      if (text.length > LONGEST_REPLY) throw this.tooLong();
      for (const line of lines) if (line.trim() !== '') yield parsed(line);
    }
    if (text.trim() !== '') yield parsed(text);
  }

  private async textOf(reply: IncomingMessage, signal?: AbortSignal): Promise<string> {
    let text = '';
    for await (const chunk of this.chunks(reply, signal)) {
      text += chunk;
      if (text.length > LONGEST_REPLY) throw this.tooLong();
    }
    return text;
  }

  /** A reply that is cut says so as one that never came. */
  private async *chunks(reply: IncomingMessage, signal?: AbortSignal): AsyncGenerator<string> {
    try {
      for await (const chunk of reply.setEncoding('utf8')) yield chunk;
    } catch (error) {
      throw noEngine(this.socketPath, error as NodeJS.ErrnoException, signal);
    }
  }

  private tooLong(): AgentCoordError {
    return new AgentCoordError(
      'spawn_failed',
      `What listens at unix://${this.socketPath} answers without end. Look whether it is a container engine, and name the right socket in DOCKER_HOST.`,
      { data: { socketPath: this.socketPath } },
    );
  }

  private async askVersion(): Promise<string> {
    const reply = await this.open('GET', '/_ping', {});
    reply.resume();
    const version = String(reply.headers['api-version'] ?? '');
    const [major = 0, minor = 0] = version.split('.').map(Number);
    const [oldMajor, oldMinor] = OLDEST_API;
    if (major > oldMajor || (major === oldMajor && minor >= oldMinor)) return version;
    throw oldEngine(this.socketPath, version, OLDEST_API.join('.'));
  }

  private open(method: string, path: string, call: EngineCall): Promise<IncomingMessage> {
    const { body, signal, timeoutMs = CALL_TIMEOUT_MS } = call;
    const text = body === undefined ? undefined : JSON.stringify(body);
    const { socketPath } = this;
    return new Promise((resolve, reject) => {
      const request = send({
        socketPath,
        method,
        path,
        signal,
        agent: false,
        ...(timeoutMs > 0 ? { timeout: timeoutMs } : {}),
        headers: {
          host: 'docker',
          ...(text === undefined ? {} : { 'content-type': 'application/json' }),
          'content-length': Buffer.byteLength(text ?? ''),
        },
      });
      request.on('timeout', () => request.destroy(noAnswer(socketPath, timeoutMs)));
      // Waiting for a container to end must not keep a process alive.
      if (timeoutMs === 0) request.on('socket', (socket) => socket.unref());
      request.on('response', resolve);
      request.on('error', (error) => reject(noEngine(socketPath, error, signal)));
      request.end(text);
    });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function noAnswer(socketPath: string, timeoutMs: number): AgentCoordError {
  return new AgentCoordError(
    'timeout',
    `The container engine at unix://${socketPath} did not answer within ${timeoutMs / 1_000} s. Look whether it is overloaded or stopped, and try again.`,
    { data: { socketPath } },
  );
}
