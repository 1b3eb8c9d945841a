import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { AgentCoordError, EVENTS_LOG, type Storage } from '@agentcoord/core';
import { TaskQueue } from '@agentcoord/queue';
import { WorkerSpawner } from '@agentcoord/spawner';
import { openFileStorage } from '@agentcoord/storage-file';

import {
  AutoScalingCoordinator,
  type AutoScalingCoordinatorOptions,
  type ScalingRound,
} from '../../src/index.js';

const pathOf = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
const LOAD_SOURCES = ['--conditions=@agentcoord/source', '--import', import.meta.resolve('tsx')];
const WORKER = [process.execPath, ...LOAD_SOURCES, pathOf('scaled-worker.process.ts')];

export type SeenRound = Omit<ScalingRound, 'failures'> & { pid: number; failures: string[] };

export interface RunningScaler {
  child: ChildProcess;
  rounds: SeenRound[];
  /** Resolves with the first round, from now on, that is like this. */
  next(isIt: (round: SeenRound) => boolean): Promise<SeenRound>;
  /** Stops it, but not in the middle of a change of the store, for then nobody could take over from it. */
  freeze(): Promise<void>;
  /** Ends it, whatever state it is in. */
  end(signal: NodeJS.Signals): Promise<void>;
}

export interface Scaling {
  storage: Storage;
  queue: TaskQueue;
  spawner: WorkerSpawner;
  /** One in this process, with the workers of the tests. */
  scaler(
    options: AutoScalingCoordinatorOptions,
    environment?: Record<string, string>,
  ): AutoScalingCoordinator;
  /** One in a process of its own. */
  start(options: AutoScalingCoordinatorOptions, environment?: Record<string, string>): RunningScaler;
  /** Gated ones last until `openGate`. */
  addTasks(count: number, task?: { ms?: number; tags?: string[]; gated?: boolean }): Promise<void>;
  openGate(): Promise<void>;
  /** The most worker processes that were there at any one time, by the records of the store. */
  mostWorkers(): Promise<number>;
}

/** A store with a queue, and real workers for it; `close` stops whoever is left. */
export async function openScaling(folder: string): Promise<Scaling & { close(): Promise<void> }> {
  const store = join(folder, 'store');
  const storage = await openFileStorage({ folder: store });
  const spawnerWith = (environment: Record<string, string>): WorkerSpawner =>
    new WorkerSpawner({
      storage,
      logFolder: join(folder, 'logs'),
      cwd: folder,
      program: { command: WORKER[0] ?? '', args: WORKER.slice(1) },
      environment: { STORE: store, ...environment },
    });
  const spawner = spawnerWith({});
  const children: RunningScaler[] = [];
  const scalers: AutoScalingCoordinator[] = [];
  const queue = new TaskQueue({ storage });
  return {
    storage,
    queue,
    spawner,
    scaler(options, environment = {}) {
      const scaler = new AutoScalingCoordinator({
        ...options,
        storage,
        spawner: spawnerWith(environment),
        cwd: folder,
        environment: {},
      });
      scalers.push(scaler);
      return scaler;
    },
    start(options, environment = {}) {
      const running = startProcess(
        {
          STORE: store,
          FOLDER: folder,
          WORKER: JSON.stringify(WORKER),
          OPTIONS: JSON.stringify(options),
          ...environment,
        },
        storage,
      );
      children.push(running);
      return running;
    },
    async addTasks(count, { ms = 0, tags = [], gated = false } = {}) {
      await queue.addMany(
        Array.from({ length: count }, (_, index) => ({
          title: `task ${index}`,
          tags,
          payload: { ms, gated },
        })),
      );
    },
    async openGate() {
      await storage.records.put({ collection: 'gates', id: 'tasks', value: {} });
    },
    mostWorkers: () => mostWorkers(storage),
    async close() {
      await Promise.all(children.map((running) => running.end('SIGKILL')));
      await Promise.all(scalers.map((scaler) => scaler.close()));
      await spawner.stopAll({ grace: 0 });
      await spawner.close();
      await storage.close();
    },
  };
}

function startProcess(environment: Record<string, string>, storage: Storage): RunningScaler {
  const child = spawn(process.execPath, [...LOAD_SOURCES, pathOf('scaler.process.ts')], {
    env: { PATH: process.env.PATH, HOME: environment.FOLDER, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const rounds: SeenRound[] = [];
  const waiting = new Set<(round: SeenRound) => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const round: SeenRound = JSON.parse(line);
    rounds.push(round);
    for (const hear of waiting) hear(round);
  });
  return {
    child,
    rounds,
    next: (isIt) =>
      new Promise((resolve, reject) => {
        const hear = (round: SeenRound): void => {
          if (!isIt(round)) return;
          waiting.delete(hear);
          resolve(round);
        };
        waiting.add(hear);
        void ended.then(() => reject(new Error(`It ended: ${JSON.stringify(rounds.slice(-3))}`)));
      }),
    async freeze() {
      do {
        child.kill('SIGCONT');
        child.kill('SIGSTOP');
      } while (!(await canWrite(storage)));
    },
    async end(signal) {
      child.kill(signal);
      // A stopped process hears nothing but SIGKILL before it goes on.
      child.kill('SIGCONT');
      await ended;
    },
  };
}

async function canWrite({ records }: Storage): Promise<boolean> {
  try {
    await records.put({ collection: 'probes', id: 'free', value: {} }, { timeoutMs: 1_000 });
    return true;
  } catch (error) {
    if (AgentCoordError.is(error, 'storage_unavailable', 'storage_unknown')) return false;
    throw error;
  }
}

/** From the events of the store, so that nothing between two looks is missed. */
async function mostWorkers(storage: Storage): Promise<number> {
  const alive = new Set<string>();
  let most = 0;
  let after = 0;
  for (;;) {
    const { entries } = await storage.logs.read({ log: EVENTS_LOG, after, limit: 1_000 });
    for (const { body, sequence } of entries) {
      after = sequence;
      const entity = String(body.entity);
      if (body.type !== 'record-stored' || !entity.startsWith('record/workers/')) continue;
      const { value } = body.fields as { value?: { state?: string } };
      if (value?.state === 'starting' || value?.state === 'running') alive.add(entity);
      else alive.delete(entity);
      most = Math.max(most, alive.size);
    }
    if (entries.length === 0) return most;
  }
}
