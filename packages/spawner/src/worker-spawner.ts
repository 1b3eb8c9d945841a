import { resolve } from 'node:path';
import {
  AgentCoordError,
  type Clock,
  type Duration,
  durationMs,
  type NewId,
  newId,
  systemClock,
} from '@agentcoord/core';
import { AgentRegistry } from '@agentcoord/registry';
import type { Launcher } from './launcher/launcher.js';
import { createSubprocessLauncher } from './launcher/subprocess.js';
import { ExitWatch } from './record/exit-watch.js';
import { observe } from './record/observe.js';
import { isActive, type SpawnedWorker } from './record/spawned-worker.js';
import { WorkerRecords } from './record/worker-records.js';
import { unsupportedMode } from './spawn-mode.js';
import type { WorkerSpawnerOptions } from './spawner-options.js';
import type { StopReport } from './stop-report.js';
import { confirmStarted } from './worker/confirm-started.js';
import { defaultProgram } from './worker/default-program.js';
import { secretsOf, workerEnvironment } from './worker/environment.js';
import { checkRequest, type SpawnRequest } from './worker/request.js';
import { startWorker } from './worker/start-worker.js';

const DEFAULT_GRACE: Duration = '10s';

export interface StopOptions {
  /** How long it may take to end by itself. Default `10s`; 0 kills at once. */
  grace?: Duration;
  signal?: AbortSignal;
}

/** Starts workers, and finds and stops them from any process: what was started is a record in the storage. */
export class WorkerSpawner {
  private readonly records: WorkerRecords;
  private readonly registry: AgentRegistry;
  private readonly launchers: Map<string, Launcher>;
  private readonly exits: ExitWatch;
  private readonly clock: Clock;
  private readonly newId: NewId;
  private readonly cwd: string;

  constructor(private readonly options: WorkerSpawnerOptions) {
    const { storage } = options;
    this.clock = options.clock ?? systemClock;
    this.newId = options.newId ?? newId;
    this.cwd = resolve(options.cwd ?? process.cwd());
    this.records = new WorkerRecords(storage);
    this.registry = new AgentRegistry({ storage, clock: this.clock, newId: this.newId });
    this.exits = new ExitWatch(storage, this.records);
    const launchers = options.launchers ?? [createSubprocessLauncher({ clock: this.clock })];
    this.launchers = new Map(launchers.map((launcher) => [launcher.mode, launcher]));
  }

  /**
   * Starts a worker, and resolves when it has registered (unless told not to wait).
   * @throws `conflict` when one of that name runs, `spawn_failed` with the end of its log, `unsupported` mode, `misconfigured` without a program.
   */
  async spawnWorker(options: SpawnRequest = {}): Promise<SpawnedWorker> {
    const request = checkRequest(options, () => `worker-${this.newId('worker').slice(-8)}`);
    const timeoutMs = durationMs(options.startTimeout ?? '60s', 'startTimeout');
    const launcher = this.launchers.get(request.mode);
    if (!launcher) throw unsupportedMode(request.mode);
    const spawnId = this.newId('worker');
    const environment = workerEnvironment({
      from: this.options.inherit ?? process.env,
      name: request.name,
      spawnId,
      useLlm: request.useLlm,
      redisUrl: this.options.redisUrl,
      extra: { ...this.options.environment, ...request.environment },
    });
    const { storage, logFolder, spawnedBy = 'operator' } = this.options;
    const { records, registry, cwd } = this;
    const program = this.options.program ?? defaultProgram(cwd);
    const start = {
      storage,
      records,
      registry,
      launcher,
      program,
      request,
      environment,
      spawnId,
      spawnedBy,
      cwd,
    };
    const started = await startWorker({ ...start, logFolder: resolve(cwd, logFolder) });
    this.exits.add(started);
    if (options.waitUntilReady === false) return started.worker;
    const secrets = secretsOf(environment);
    const { clock } = this;
    await confirmStarted({
      ...started,
      storage,
      records,
      registry,
      launcher,
      clock,
      secrets,
      timeoutMs,
      signal: options.signal,
    });
    return started.worker;
  }

  /** The latest life of every worker, as it is now; changes nothing. */
  async list(): Promise<SpawnedWorker[]> {
    const now = await this.options.storage.now();
    const recorded = await this.records.list();
    return Promise.all(
      recorded.map(async ({ worker }) => ({
        ...worker,
        ...(await observe(worker, this.launchers.get(worker.mode), now)),
      })),
    );
  }

  /** Takes over the workers that other processes started: corrects the records, and returns those that live. */
  async adopt(): Promise<SpawnedWorker[]> {
    const now = await this.options.storage.now();
    const recorded = await this.records.list();
    const corrected = await Promise.all(
      recorded.map(async ({ worker }) => {
        const correction = await observe(worker, this.launchers.get(worker.mode), now);
        return correction ? this.records.change(worker, () => correction) : worker;
      }),
    );
    return corrected.filter(isActive);
  }

  /**
   * Asks a worker to end, waits, and then ends it with everything it started.
   * @throws `not_found`, `unsupported` when it runs on another host.
   */
  async stop(nameOrId: string, options: StopOptions = {}): Promise<StopReport> {
    const graceMs = durationMs(options.grace ?? DEFAULT_GRACE, 'grace');
    const found = await this.records.find(nameOrId);
    if (!found) throw noSuchWorker(nameOrId);
    return this.stopWorker(found.worker, graceMs, options.signal);
  }

  /** Stops all that are not known to have ended, at the same time. */
  async stopAll(options: StopOptions = {}): Promise<StopReport[]> {
    const graceMs = durationMs(options.grace ?? DEFAULT_GRACE, 'grace');
    const active = await this.adopt();
    return Promise.all(active.map((worker) => this.stopWorker(worker, graceMs, options.signal)));
  }

  /** Finishes noting what ended. The workers go on. */
  close(): Promise<void> {
    return this.exits.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private async stopWorker(
    worker: SpawnedWorker,
    graceMs: number,
    signal?: AbortSignal,
  ): Promise<StopReport> {
    const launcher = this.launchers.get(worker.mode);
    if (!launcher) throw unsupportedMode(worker.mode);
    const began = this.clock.elapsed();
    const handle = worker.handle ?? (await launcher.find?.(worker.id));
    const { outcome, killed } = handle
      ? await launcher.stop(handle, { graceMs, signal })
      : { outcome: 'already_gone' as const, killed: 0 };
    if (outcome !== 'still_running') await this.noteStopped(worker, outcome);
    const { id, name } = worker;
    const tookMs = Math.round(this.clock.elapsed() - began);
    return { id, name, outcome, killed, ...(handle?.pid === undefined ? {} : { pid: handle.pid }), tookMs };
  }

  private async noteStopped(worker: SpawnedWorker, outcome: string): Promise<void> {
    const exitedAt = await this.options.storage.now();
    await this.records.change(worker, (now) =>
      isActive(now) ? { state: 'exited', exitedAt, exit: { reason: outcome } } : {},
    );
  }
}

function noSuchWorker(nameOrId: string): AgentCoordError {
  return new AgentCoordError(
    'not_found',
    `There is no worker with the name or id ${JSON.stringify(nameOrId)}. List the workers to see which there are.`,
    { data: { worker: nameOrId } },
  );
}
