import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findServer, findValkey, howToGetOne } from './find-server.mjs';

export interface RedisServerOptions {
  /**
   * Append-only file. `'every write'` is on disk before it is acknowledged. `true` is what most people run: once
   * a second; where the disk is slow Redis then even acknowledges what it has not yet handed to the kernel,
   * for up to two seconds, so a SIGKILL may lose that (a SIGTERM does not). Default false.
   */
  appendOnly?: boolean | 'every write';
  /** Listens on loopback at this port too. Default: the unix socket alone. */
  port?: number;
  /** More of the command line: `['--maxmemory', '2mb']`. */
  arguments?: string[];
  /** Written into its folder before the first start, by name. */
  files?: Record<string, string>;
  /** Its own folder is made in this one. Default: the system's temporary folder. */
  under?: string;
  /** A valkey-server instead, whatever else is there. */
  valkey?: boolean;
  /** The lines of a sentinel's configuration: it watches other servers and holds no data. */
  sentinel?: string[];
}

/** A private redis-server on a unix socket in a folder of its own. */
export interface RedisServer {
  /** Where its files are. */
  folder: string;
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

/** Why there can be no Valkey here. */
export function valkeyMissing(): string | undefined {
  return findValkey() === undefined ? 'no valkey-server on PATH: install valkey' : undefined;
}

/** Why there can be no TLS here; a server built without it does not know the option. */
export function tlsMissing(): string | undefined {
  const found = findServer();
  if (found === undefined) return redisMissing();
  const { command, env } = found;
  const tried = spawnSync(command, ['--tls-port', 'no number'], { env: { ...process.env, ...env } });
  const said = `${tried.stdout}${tried.stderr}`;
  if (/Bad directive/i.test(said)) return 'this redis-server was built without TLS';
  if (spawnSync('openssl', ['version']).status !== 0)
    return 'no openssl to make certificates: install openssl';
  return undefined;
}

export async function startRedisServer(options: RedisServerOptions = {}): Promise<RedisServer> {
  const found = options.valkey ? findValkey() : findServer();
  if (found === undefined) throw new Error((options.valkey && valkeyMissing()) || howToGetOne);
  const { command, env } = found;
  const folder = mkdtempSync(join(options.under ?? tmpdir(), 'agentcoord-redis-'));
  const socketPath = join(folder, 'redis.sock');
  writeFiles(folder, options);
  let child: ChildProcess | undefined;
  const kill = () => child?.kill('SIGKILL');
  process.on('exit', kill);

  const server: RedisServer = {
    folder,
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

/** A sentinel keeps what it learns in its configuration, so it needs a file of its own. It has no unix socket. */
function writeFiles(folder: string, options: RedisServerOptions): void {
  const files = { ...options.files };
  if (options.sentinel !== undefined) {
    const own = [`port ${options.port ?? 0}`, 'bind 127.0.0.1', `dir ${folder}`];
    files['sentinel.conf'] = [...own, ...options.sentinel, ''].join('\n');
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

function commandLine(folder: string, socketPath: string, options: RedisServerOptions): string[] {
  if (options.sentinel !== undefined) return [join(folder, 'sentinel.conf'), '--sentinel'];
  return [
    ...['--port', String(options.port ?? 0), '--bind', '127.0.0.1', '--dir', folder],
    ...['--unixsocket', socketPath, '--unixsocketperm', '700', '--save', ''],
    ...[
      '--appendonly',
      options.appendOnly ? 'yes' : 'no',
      '--appendfsync',
      options.appendOnly === 'every write' ? 'always' : 'everysec',
    ],
    ...(options.arguments ?? []),
  ];
}

/** Its own log says when it serves: no polling. A cluster node and a replica serve before they are in step. */
function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const log: string[] = [];
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`redis-server ended with ${code}:\n${log.join('\n')}`)));
    if (child.stdout === null) return reject(new Error('redis-server has no output'));
    createInterface({ input: child.stdout }).on('line', (line) => {
      log.push(line);
      if (/ready to accept connections|sentinel ID is/i.test(line)) resolve();
    });
  });
}
