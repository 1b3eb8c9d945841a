import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Configuration } from '@agentcoord/client';
import { AgentCoordError } from '@agentcoord/core';

export interface StartedRedis {
  url: string;
  folder: string;
  /** What ends it. */
  stop: string;
}

const USUAL_PORT = 6379;
const PID_FILE = 'redis.pid';
const PROGRAMS = ['redis-server', 'valkey-server'];

/**
 * Starts a server that goes on when this command has ended, on loopback only, that appends what is written to a file. It evicts nothing:
 * a lock that was evicted is a lock that two hold.
 */
export async function startRedis({ storeFolder }: Pick<Configuration, 'storeFolder'>): Promise<StartedRedis> {
  const folder = join(storeFolder, 'redis-server');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const port = await freePort();
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes']
    .concat(['--maxmemory-policy', 'noeviction', '--logfile', join(folder, 'redis.log')])
    .concat(['--daemonize', 'yes', '--pidfile', join(folder, PID_FILE)]);
  for (const program of PROGRAMS) {
    if (await runs(program, settings))
      return { url: `redis://127.0.0.1:${port}`, folder, stop: `redis-cli -p ${port} shutdown` };
  }
  throw new AgentCoordError(
    'misconfigured',
    `No Redis could be started: neither ${PROGRAMS.join(' nor ')} is on PATH and starts. Install one, or take --store file.`,
    { data: { programs: PROGRAMS } },
  );
}

/** For whoever started one in vain. */
export async function endRedis({ folder }: StartedRedis): Promise<void> {
  const pid = Number(await readFile(join(folder, PID_FILE), 'utf8').catch(() => ''));
  if (pid > 1) process.kill(pid, 'SIGTERM');
}

/** The program goes into the background by itself and ends with 0 once it listens. */
async function runs(program: string, settings: string[]): Promise<boolean> {
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
