import { resolve } from 'node:path';
import {
  AgentCoordError,
  type Duration,
  durationMs,
  inSpan,
  type NewId,
  newId,
  systemClock,
} from '@agentcoord/core';
import type { Launcher } from './launcher/launcher.js';
import { createSubprocessLauncher } from './launcher/subprocess.js';
import { asObserved, type Observation, observe, runningAs } from './record/observe.js';
import { isActive, type SpawnedWorker } from './record/spawned-worker.js';
import { unsupportedMode } from './spawn-mode.js';
import { createContext, type SpawnerContext } from './spawner-context.js';
import type { WorkerSpawnerOptions } from './spawner-options.js';
import type { StopOptions, StopReport } from './stop-report.js';
import { confirmStarted } from './worker/confirm-started.js';
import { defaultProgram } from './worker/default-program.js';
import { secretsOf, workerEnvironment } from './worker/environment.js';
import { checkRequest, type SpawnRequest } from './worker/request.js';
import { startWorker } from './worker/start-worker.js';

const DEFAULT_GRACE: Duration = '10s';

/** Starts workers, and finds and stops them from any process: what was started is a record in the storage. */
export class WorkerSpawner {
  private readonly context: SpawnerContext;
  private readonly launchers: Map<string, Launcher>;
  private readonly newId: NewId;
  private readonly cwd: string;

  constructor(private readonly options: WorkerSpawnerOptions) {
    const { storage, clock = systemClock, spawnedBy: by = 'operator' } = options;
    this.newId = options.newId ?? newId;
    this.cwd = resolve(options.cwd ?? process.cwd());
    this.context = createContext({ storage, clock, by });
    const launchers = options.launchers ?? [createSubprocessLauncher({ clock })];
    this.launchers = new Map(launchers.map((launcher) => [launcher.mode, launcher]));
  }

  /**
   * Starts a worker, and resolves when it has registered (unless told not to wait).
   * @throws `conflict` when one of that name runs, `spawn_failed` with the end of its log,
   * `unsupported` mode, `misconfigured` without a program.
   */
  async spawnWorker(options: SpawnRequest = {}): Promise<SpawnedWorker> {
    const request = checkRequest(options, () => `worker-${this.newId('worker').slice(-8)}`);
    const timeoutMs = durationMs(options.startTimeout ?? '60s', 'startTimeout');
    const launcher = this.launcherOf(request.mode);
    const { cwd } = this;
    const program = this.options.program ?? defaultProgram(cwd);
    const spawnId = this.newId('worker');
    const environment = this.environmentOf(request, spawnId);
    const logFolder = resolve(cwd, this.options.logFolder);
    const start = { launcher, program, request, environment, spawnId, logFolder, cwd };
    const described = () => ({ 'agentcoord.worker': request.name, 'agentcoord.mode': request.mode });
    const started = await inSpan('spawn', described, () => startWorker(this.context, start));
    this.context.ends.watch(started);
    if (options.waitUntilReady === false) return started.worker;
    const secrets = secretsOf(environment);
    await confirmStarted(this.context, {
      ...started,
      launcher,
      secrets,
      timeoutMs,
      signal: options.signal,
    });
    return started.worker;
  }

  /** The latest life of every worker, as it is now; changes nothing. */
  async list(): Promise<SpawnedWorker[]> {
    const observed = await this.observeAll();
    return observed.map(([worker, observation]) => asObserved(worker, observation));
  }

  /** Takes over the workers that other processes started: corrects the records, and returns those that live. */
  async adopt(): Promise<SpawnedWorker[]> {
    const observed = await this.observeAll();
    const corrected = await Promise.all(observed.map((found) => this.correct(...found)));
    return corrected.filter(isActive);
  }

  /**
   * Asks a worker to end, waits, and then ends it with everything it started.
   * @throws `not_found`, `unsupported` when it runs on another host.
   */
  async stop(nameOrId: string, options: StopOptions = {}): Promise<StopReport> {
    const graceMs = durationMs(options.grace ?? DEFAULT_GRACE, 'grace');
    const found = await this.context.records.find(nameOrId);
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
    return this.context.ends.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private launcherOf(mode: string): Launcher {
    const launcher = this.launchers.get(mode);
    if (!launcher) throw unsupportedMode(mode);
    return launcher;
  }

  private environmentOf(request: ReturnType<typeof checkRequest>, spawnId: string): Record<string, string> {
    return workerEnvironment({
      from: this.options.inherit ?? process.env,
      name: request.name,
      spawnId,
      useLlm: request.useLlm,
      provider: request.provider,
      redisUrl: this.options.redisUrl,
      extra: { ...this.options.environment, ...request.environment },
    });
  }

  private async observeAll(): Promise<Array<[SpawnedWorker, Observation]>> {
    const now = await this.context.storage.now();
    const recorded = await this.context.records.list();
    return Promise.all(
      recorded.map(async ({ worker }): Promise<[SpawnedWorker, Observation]> => {
        return [worker, await observe(worker, this.launchers.get(worker.mode), now)];
      }),
    );
  }

  private async correct(worker: SpawnedWorker, observation: Observation): Promise<SpawnedWorker> {
    if (observation.status === 'unchanged') return worker;
    if (observation.status === 'ended') return this.context.ends.note(worker, { reason: observation.reason });
    return this.context.records.change(worker, () => runningAs(observation.handle));
  }

  private async stopWorker(
    worker: SpawnedWorker,
    graceMs: number,
    signal?: AbortSignal,
  ): Promise<StopReport> {
    const launcher = this.launcherOf(worker.mode);
    const { clock } = this.context;
    const began = clock.elapsed();
    const handle = worker.handle ?? (await launcher.find?.(worker.id));
    const { outcome, killed } = handle
      ? await launcher.stop(handle, { graceMs, signal })
      : { outcome: 'already_gone' as const, killed: 0 };
    if (outcome !== 'still_running') await this.context.ends.note(worker, { reason: outcome });
    const { id, name } = worker;
    const tookMs = Math.round(clock.elapsed() - began);
    return { id, name, outcome, killed, ...(handle?.pid === undefined ? {} : { pid: handle.pid }), tookMs };
  }
}

function noSuchWorker(nameOrId: string): AgentCoordError {
  return new AgentCoordError(
    'not_found',
    `There is no worker with the name or id ${JSON.stringify(nameOrId)}. List the workers to see which there are.`,
    { data: { worker: nameOrId } },
  );
}
