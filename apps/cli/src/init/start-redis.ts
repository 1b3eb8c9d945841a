import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Configuration } from '@agentcoord/client';
import { AgentCoordError, pause } from '@agentcoord/core';

export interface StartedRedis {
  url: string;
  folder: string;
  /** What ends it. */
  stop: string;
  /** False: it ran before. */
  isNew: boolean;
}

const USUAL_PORT = 6379;
const PID_FILE = 'redis.pid';
const LOG_FILE = 'redis.log';
const PROGRAMS = ['redis-server', 'valkey-server'];

/**
 * Starts a server that goes on when this command has ended, on loopback only, that appends what is written to a file. It evicts nothing:
 * a lock that was evicted is a lock that two hold.
 */
export async function startRedis({ storeFolder }: Pick<Configuration, 'storeFolder'>): Promise<StartedRedis> {
  const folder = join(storeFolder, 'redis-server');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // A second server on the same files would be a second set of locks, and spoil both.
  const running = await portOf(folder);
  if (running !== undefined) return serverAt(running, folder, false);
  const port = await freePort();
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes']
    .concat(['--maxmemory-policy', 'noeviction', '--logfile', join(folder, LOG_FILE)])
    .concat(['--daemonize', 'yes', '--pidfile', join(folder, PID_FILE)]);
  for (const program of PROGRAMS) {
    if (!(await began(program, settings))) continue;
    if (await listens(port, folder)) return serverAt(port, folder, true);
    throw new AgentCoordError(
      'misconfigured',
      `${program} did not start on port ${port}. Its log says why: ${join(folder, LOG_FILE)}. Mend that, or take --store file.`,
      { data: { program, port } },
    );
  }
  throw new AgentCoordError(
    'misconfigured',
    `No Redis could be started: neither ${PROGRAMS.join(' nor ')} is on PATH and starts. Install one, or take --store file.`,
    { data: { programs: PROGRAMS } },
  );
}

function serverAt(port: number, folder: string, isNew: boolean): StartedRedis {
  return { url: `redis://127.0.0.1:${port}`, folder, stop: `redis-cli -p ${port} shutdown`, isNew };
}

/** For whoever started one in vain. */
export async function endRedis({ folder, isNew }: StartedRedis): Promise<void> {
  if (!isNew || (await portOf(folder)) === undefined) return;
  process.kill(await pidIn(folder), 'SIGTERM');
}

/** Of the server of this folder that runs now. Its process is known by its title, which holds its port. */
async function portOf(folder: string): Promise<number | undefined> {
  const pid = await pidIn(folder);
  if (!(pid > 1)) return undefined;
  const title = await outputOf('ps', ['-o', 'args=', '-p', String(pid)]);
  const port = /(?:redis|valkey)-server \S*:(\d+)/.exec(title)?.[1];
  return port === undefined ? undefined : Number(port);
}

async function pidIn(folder: string): Promise<number> {
  return Number(await readFile(join(folder, PID_FILE), 'utf8').catch(() => ''));
}

function outputOf(program: string, args: string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, args, (_error, stdout) => resolve(stdout));
  });
}

/** It goes into the background before it listens, and ends with 0 also where it then cannot. */
async function listens(port: number, folder: string): Promise<boolean> {
  for (let looks = 0; looks < 100; looks += 1) {
    if ((await portOf(folder)) === port && (await tryPort(port)) === undefined) return true;
    await pause(50);
  }
  return false;
}

/** The program is there, and its settings are right. */
async function began(program: string, settings: string[]): Promise<boolean> {
  const child = spawn(program, settings, { stdio: 'ignore' });
  const [code] = (await once(child, 'close').catch(() => [1])) as [number | null];
  return code === 0;
}

async function freePort(): Promise<number> {
  return (await tryPort(USUAL_PORT)) ?? (await tryPort(0)) ?? USUAL_PORT;
}

async function tryPort(port: number): Promise<number | undefined> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : undefined;
  } catch {
    return undefined;
  } finally {
    server.close();
  }
}
