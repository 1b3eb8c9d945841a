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
import { drainWorker } from './drain-worker.js';
import type { Launcher } from './launcher/launcher.js';
import { createSubprocessLauncher } from './launcher/subprocess.js';
import { isActive, type SpawnedWorker } from './record/spawned-worker.js';
import { WorkerView } from './record/worker-view.js';
import { unsupportedLimit, unsupportedMode } from './spawn-mode.js';
import { createContext, type SpawnerContext } from './spawner-context.js';
import type { WorkerSpawnerOptions } from './spawner-options.js';
import type { StopOptions, StopReport } from './stop-report.js';
import { stopWorker } from './stop-worker.js';
import { nextLife } from './supervise/next-life.js';
import { type SuperviseOptions, supervise } from './supervise/supervise.js';
import { confirmStarted } from './worker/confirm-started.js';
import { defaultProgram } from './worker/default-program.js';
import { secretsOf, workerEnvironment } from './worker/environment.js';
import { type CheckedRequest, checkRequest, type SpawnRequest } from './worker/request.js';
import { type StartedWorker, startWorker } from './worker/start-worker.js';

const DEFAULT_GRACE: Duration = '10s';

/** Starts workers, and finds and stops them from any process: what was started is a record in the storage. */
export class WorkerSpawner {
  private readonly context: SpawnerContext;
  private readonly launchers: Map<string, Launcher>;
  private readonly view: WorkerView;
  private readonly newId: NewId;
  private readonly cwd: string;
  /** Variables that workers of this process were given, by name of the worker: they are in no record. */
  private readonly given = new Map<string, Record<string, string>>();

  constructor(private readonly options: WorkerSpawnerOptions) {
    const { storage, clock = systemClock, spawnedBy: by = 'operator' } = options;
    this.newId = options.newId ?? newId;
    this.cwd = resolve(options.cwd ?? process.cwd());
    this.context = createContext({ storage, clock, by });
    const launchers = options.launchers ?? [createSubprocessLauncher({ clock })];
    this.launchers = new Map(launchers.map((launcher) => [launcher.mode, launcher]));
    const lostAfterMs = durationMs(options.lostAfter ?? '2m', 'lostAfter');
    this.view = new WorkerView(this.context, { launchers: this.launchers, lostAfterMs });
  }

  /**
   * Starts a worker, and resolves when it has registered (unless told not to wait).
   * @throws `conflict` when one of that name runs, `spawn_failed` with the end of its log,
   * `unsupported` mode or limit, `misconfigured` without a program or an engine.
   */
  async spawnWorker(options: SpawnRequest = {}): Promise<SpawnedWorker> {
    const request = checkRequest(options, () => `worker-${this.newId('worker').slice(-8)}`);
    const timeoutMs = durationMs(options.startTimeout ?? '60s', 'startTimeout');
    const launcher = this.launcherOf(request.mode);
    const { started, environment } = await this.start(request, { signal: options.signal });
    if (options.waitUntilReady === false) return started.worker;
    const secrets = secretsOf(environment);
    await confirmStarted(this.context, { ...started, launcher, secrets, timeoutMs, signal: options.signal });
    return started.worker;
  }

  /** The latest life of every worker, as it is now; changes nothing. */
  list(): Promise<SpawnedWorker[]> {
    return this.view.list();
  }

  /** Takes over the workers that other processes started: corrects the records, and returns those that live. */
  async adopt(): Promise<SpawnedWorker[]> {
    return (await this.view.correct()).filter(isActive);
  }

  /**
   * Restarts the workers of this host by their restart policies, whoever started them, until `signal` fires.
   * Any number of processes may supervise; one at a time does, and another goes on when it is gone.
   */
  supervise(options: SuperviseOptions = {}): Promise<void> {
    return supervise({
      ...options,
      context: this.context,
      newId: this.newId,
      look: () => this.view.correct(),
      restart: (worker) => this.restart(worker),
    });
  }

  /**
   * Asks a worker to end, waits, and then ends it with everything it started. It is not restarted.
   * @throws `not_found`, `unsupported` when it runs on another host.
   */
  async stop(nameOrId: string, options: StopOptions = {}): Promise<StopReport> {
    const graceMs = durationMs(options.grace ?? DEFAULT_GRACE, 'grace');
    const found = await this.context.records.find(nameOrId);
    if (!found) throw noSuchWorker(nameOrId);
    return this.stopOne(await this.view.writeOff(found.worker), graceMs, options.signal);
  }

  /**
   * Asks a worker to leave once what it works on is done; resolves when it was asked. It is not restarted. One
   * that has not registered yet has nothing to finish and is stopped.
   * @throws `not_found`.
   */
  async drain(nameOrId: string): Promise<SpawnedWorker> {
    const found = await this.context.records.find(nameOrId);
    if (!found) throw noSuchWorker(nameOrId);
    const { by, registry } = this.context;
    return drainWorker(this.context, {
      worker: found.worker,
      ask: (name) =>
        registry.askToDrain(name, { by, reason: 'fewer workers are needed', spawnId: found.worker.id }),
      stop: (worker) => this.stopOne(worker, durationMs(DEFAULT_GRACE, 'grace')),
    });
  }

  /**
   * Stops all that are not known to have ended, at the same time.
   * @throws `unsupported` when one runs on another host; all others have been stopped then.
   */
  async stopAll(options: StopOptions = {}): Promise<StopReport[]> {
    const graceMs = durationMs(options.grace ?? DEFAULT_GRACE, 'grace');
    const workers = (await this.view.correct()).filter(
      (worker) => isActive(worker) || worker.state === 'restarting',
    );
    const stops = await Promise.allSettled(
      workers.map((worker) => this.stopOne(worker, graceMs, options.signal)),
    );
    return stops.map((stop) => {
      if (stop.status === 'rejected') throw stop.reason;
      return stop.value;
    });
  }

  /**
   * The newest lines of a worker's output, from where it runs; `undefined` where its log file has them.
   * @throws `not_found`.
   */
  async readLog(nameOrId: string, { lines = 100 }: { lines?: number } = {}): Promise<string[] | undefined> {
    const found = await this.context.records.find(nameOrId);
    if (!found) throw noSuchWorker(nameOrId);
    const { handle, mode } = found.worker;
    return handle && this.launchers.get(mode)?.readLog?.(handle, { lines });
  }

  /** Finishes noting what ended. The workers go on. */
  close(): Promise<void> {
    for (const launcher of this.launchers.values()) launcher.close?.();
    return this.context.ends.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private async start(
    request: CheckedRequest,
    { follows, signal }: { follows?: SpawnedWorker; signal?: AbortSignal },
  ): Promise<{ started: StartedWorker; environment: Record<string, string> }> {
    const { cwd, options } = this;
    const launcher = this.launcherOf(request.mode);
    const unheld = Object.keys(request.limits).find(
      (limit) => !launcher.limits.some((held) => held === limit),
    );
    if (unheld !== undefined) throw unsupportedLimit(request.mode, unheld, launcher.limits);
    const spawnId = this.newId('worker');
    const environment = this.environmentOf(request, spawnId);
    const described = () => ({ 'agentcoord.worker': request.name, 'agentcoord.mode': request.mode });
    const start = {
      launcher,
      ...(launcher.bringsProgram ? {} : { program: options.program ?? defaultProgram(cwd) }),
      request,
      environment,
      spawnId,
      namespace: options.namespace,
      logFolder: resolve(cwd, options.logFolder),
      cwd,
      folders: (options.folders ?? [cwd]).map((folder) => resolve(cwd, folder)),
      follows,
      signal,
    };
    const earlier = await this.context.records.get(request.name);
    if (earlier) await this.view.writeOff(earlier.worker);
    const started = await inSpan('spawn', described, () => startWorker(this.context, start));
    this.given.set(request.name, request.environment);
    this.context.ends.watch(started);
    return { started, environment };
  }

  private async restart(worker: SpawnedWorker): Promise<SpawnedWorker> {
    const { inherit = process.env, environment } = this.options;
    await this.context.ends.settled(worker);
    const request = nextLife(worker, { ...inherit, ...environment, ...this.given.get(worker.name) });
    const { started } = await this.start(request, { follows: worker });
    return started.worker;
  }

  private launcherOf(mode: string): Launcher {
    const launcher = this.launchers.get(mode);
    if (!launcher) throw unsupportedMode(mode);
    return launcher;
  }

  private environmentOf(request: CheckedRequest, spawnId: string): Record<string, string> {
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

  private stopOne(worker: SpawnedWorker, graceMs: number, signal?: AbortSignal): Promise<StopReport> {
    const launcher = this.launcherOf(worker.mode);
    return stopWorker(this.context, { worker, launcher, graceMs, signal });
  }
}

function noSuchWorker(nameOrId: string): AgentCoordError {
  return new AgentCoordError(
    'not_found',
    `There is no worker with the name or id ${JSON.stringify(nameOrId)}. List the workers to see which there are.`,
    { data: { worker: nameOrId } },
  );
}
