import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { BedOptions } from './open-for-process.js';

export interface Hold {
  holder: string;
  fence: number;
  from: number;
  /** Left out where the holder was killed: nobody knows how long it meant to go on. */
  to?: number;
}

/** See worker.process.ts. */
export interface Worker {
  /** Ids of tasks whose making was acknowledged. */
  made: string[];
  holds: Hold[];
  failed: string[];
  /** Resolves when one more line says this, or the process is over. */
  next(word: 'made' | 'held'): Promise<void>;
  /** To the signal that killed it. */
  ended: Promise<NodeJS.Signals | null>;
  stop(): Promise<void>;
}

type Line = {
  ready?: true;
  made?: string;
  held?: { fence: number; from: number };
  let?: { fence: number; at: number };
  failed?: string;
};

const SOURCES = ['--conditions=@agentcoord/source', '--import', import.meta.resolve('tsx')];
const SCRIPT = fileURLToPath(new URL('worker.process.ts', import.meta.url));

export async function startWorker(
  options: BedOptions & { name: string },
  crashPoint?: string,
): Promise<Worker> {
  const env = { ...process.env };
  if (crashPoint !== undefined) env.AGENTCOORD_CRASH_POINT = crashPoint;
  const child = spawn(process.execPath, [...SOURCES, SCRIPT, JSON.stringify(options)], {
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'exit').then(([, signal]) => signal as NodeJS.Signals | null);
  const worker: Worker = {
    made: [],
    holds: [],
    failed: [],
    ended,
    next: (word) =>
      Promise.race([
        new Promise<void>((resolve) => waiting.push({ word, resolve })),
        ended.then(() => undefined),
      ]),
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
  let waiting: Array<{ word: string; resolve: () => void }> = [];
  const ready = new Promise<void>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (text) => {
      const line = JSON.parse(text) as Line;
      if (line.ready) resolve();
      if (line.made !== undefined) worker.made.push(line.made);
      if (line.held !== undefined) worker.holds.push({ holder: options.name, ...line.held });
      if (line.failed !== undefined) worker.failed.push(line.failed);
      const hold = worker.holds.at(-1);
      if (line.let !== undefined && hold?.fence === line.let.fence) hold.to = line.let.at;
      const heard = waiting.filter(({ word }) => word in line);
      waiting = waiting.filter(({ word }) => !(word in line));
      for (const { resolve: wake } of heard) wake();
    });
  });
  await Promise.race([ready, ended]);
  return worker;
}

/** Pairs of holds by different holders at one time. */
export function overlaps(workers: Worker[]): Array<[Hold, Hold]> {
  const holds = workers.flatMap((worker) => worker.holds);
  return holds.flatMap((one) =>
    holds
      .filter((other) => one.holder < other.holder)
      .filter((other) => one.from < (other.to ?? other.from) && other.from < (one.to ?? one.from))
      .map((other): [Hold, Hold] => [one, other]),
  );
}
