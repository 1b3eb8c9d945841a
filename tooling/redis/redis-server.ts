import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findServer, howToGetOne } from './find-server.mjs';

export interface RedisServerOptions {
  /** Append-only file, so that a restart finds everything. Default false. */
  appendOnly?: boolean;
  /** Listens on loopback at this port too. Default: the unix socket alone. */
  port?: number;
  /** More of the command line: `['--maxmemory', '2mb']`. */
  arguments?: string[];
}

/** A private redis-server on a unix socket in a folder of its own. */
export interface RedisServer {
  socketPath: string;
  processId: number;
  /** SIGSTOP and SIGCONT: it accepts connections and never answers. */
  pause(): void;
  resume(): void;
  /** Ends it with this signal; what it has on disk stays. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Starts it again on what is on disk. */
  start(): Promise<void>;
  /** Ends it and removes its folder. */
  remove(): Promise<void>;
}

/** Why there can be no Redis here; `undefined` where there can. With CI=true that is an error instead. */
export function redisMissing(): string | undefined {
  if (findServer() !== undefined) return undefined;
  if (process.env.CI === 'true') throw new Error(`The Redis tests cannot run: ${howToGetOne}.`);
  return howToGetOne;
}

export async function startRedisServer(options: RedisServerOptions = {}): Promise<RedisServer> {
  const found = findServer();
  if (found === undefined) throw new Error(howToGetOne);
  const { command, env } = found;
  const folder = mkdtempSync(join(tmpdir(), 'agentcoord-redis-'));
  const socketPath = join(folder, 'redis.sock');
  let child: ChildProcess | undefined;
  const kill = () => child?.kill('SIGKILL');
  process.on('exit', kill);

  const server: RedisServer = {
    socketPath,
    get processId() {
      return child?.pid ?? 0;
    },
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
    async start() {
      const started = spawn(command, commandLine(folder, socketPath, options), {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      child = started;
      await untilReady(started);
    },
    async stop(signal = 'SIGTERM') {
      const running = child;
      if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
      const gone = once(running, 'exit');
      running.kill('SIGCONT');
      running.kill(signal);
      await gone;
    },
    async remove() {
      await server.stop('SIGKILL');
      process.off('exit', kill);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

function commandLine(folder: string, socketPath: string, options: RedisServerOptions): string[] {
  return [
    ...['--port', String(options.port ?? 0), '--bind', '127.0.0.1', '--dir', folder],
    ...['--unixsocket', socketPath, '--unixsocketperm', '700', '--save', ''],
    ...['--appendonly', options.appendOnly ? 'yes' : 'no', '--appendfsync', 'everysec'],
    ...(options.arguments ?? []),
  ];
}

/** Its own log says when it serves: no polling. */
function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const log: string[] = [];
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`redis-server ended with ${code}:\n${log.join('\n')}`)));
    if (child.stdout === null) return reject(new Error('redis-server has no output'));
    createInterface({ input: child.stdout }).on('line', (line) => {
      log.push(line);
      if (/ready to accept connections/i.test(line)) resolve();
    });
  });
}
