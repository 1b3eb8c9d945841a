import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { pause } from '@agentcoord/core';
import { KILL_ME, type ProcessJob, STOP_ME } from './process-job.js';

export interface WorkerEnd {
  killed: boolean;
  /** What it printed, when it ended by itself with an error. */
  trouble?: string;
}

export interface SpawnOptions {
  /** `AGENTCOORD_CRASH_POINT` of the child. */
  crashPoint?: string;
  /** After the child asked to be killed. */
  killDelayMs: number;
  /** How long a child that asked to be stopped stands still. */
  stopMs: number;
}

/** From sources the child runs through tsx, built it runs as it is. */
const fromSource = import.meta.url.endsWith('.ts');

function nodeArguments(): string[] {
  if (!fromSource) return [fileURLToPath(new URL('./processes/worker.process.js', import.meta.url))];
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const worker = fileURLToPath(new URL('./worker.process.ts', import.meta.url));
  return ['--conditions=@agentcoord/source', '--import', tsx, worker];
}

/** Runs one worker process to its end, by itself or by SIGKILL. */
export async function runWorker(job: ProcessJob, options: SpawnOptions): Promise<WorkerEnd> {
  const env = { ...process.env };
  delete env.AGENTCOORD_CRASH_POINT;
  if (options.crashPoint !== undefined) env.AGENTCOORD_CRASH_POINT = options.crashPoint;
  const child = spawn(process.execPath, [...nodeArguments(), JSON.stringify(job)], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => {
    if (chunk.toString().includes(KILL_ME)) void killSoon(child, options.killDelayMs);
    if (chunk.toString().includes(STOP_ME)) void standStill(child, options.stopMs);
  });
  const { code, signal } = await ended(child);
  if (signal === 'SIGKILL') return { killed: true };
  return code === 0
    ? { killed: false }
    : { killed: false, trouble: printed.join('').trim() || `exit code ${code}` };
}

async function killSoon(child: ChildProcess, delayMs: number): Promise<void> {
  await pause(delayMs);
  child.kill('SIGKILL');
}

async function standStill(child: ChildProcess, stopMs: number): Promise<void> {
  child.kill('SIGSTOP');
  await pause(stopMs);
  child.kill('SIGCONT');
}

function ended(child: ChildProcess): Promise<{ code: number | null; signal: string | null }> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
}
