import { resolve } from 'node:path';
import { AgentCoordError, newId } from '@agentcoord/core';
import type { SpawnedWorker, WorkerSpawner } from '@agentcoord/spawner';
import type { CommandCall } from '../command-context.js';
import { RUN_GRACE_VARIABLE, RUN_VARIABLE } from '../worker/leave-with-run.js';
import { openSpawner } from '../worker/open-spawner.js';
import { TRANSCRIPTS_VARIABLE } from '../worker/worker-options.js';
import { RUN_BUDGET_VARIABLE } from './run-budget.js';
import type { RunSettings } from './run-options.js';

/** Longer than a worker takes to finish or give back what it does. */
const GRACE = '10s';
/** A command that was interrupted has 1.6 s in all: the workers are told, and end by themselves. */
const TELL_MS = 900;

export interface Run {
  /** Of its tasks, and what the names of its workers begin with. */
  tag: string;
  /** What the lease of who carries it out is named after. */
  id: string;
}

/**
 * The workers of one run: those that an earlier process left are taken over, and as many started as there is work for,
 * up to a number. They take only the tasks of this run.
 */
export class RunWorkers {
  private startedSinceProgress = 0;

  private constructor(
    private readonly spawner: WorkerSpawner,
    private readonly call: CommandCall,
    private readonly run: Run,
    private readonly settings: RunSettings,
  ) {}

  static async open(call: CommandCall, run: Run, settings: RunSettings): Promise<RunWorkers> {
    return new RunWorkers(await openSpawner(call), call, run, settings);
  }

  /** Something was done: workers that end after it have not ended in vain. */
  noteProgress(): void {
    this.startedSinceProgress = 0;
  }

  /** @throws `spawn_failed` when workers end again and again before they have done anything. */
  async provide(openTasks: number): Promise<void> {
    const wanted = Math.min(openTasks, this.settings.maxWorkers);
    const active = await this.active();
    if (active.length >= wanted) return;
    if (this.startedSinceProgress >= 3 * this.settings.maxWorkers) {
      if (active.length > 0) return;
      throw await this.endedInVain();
    }
    const missing = wanted - active.length;
    this.startedSinceProgress += missing;
    const started = await Promise.allSettled(Array.from({ length: missing }, () => this.start()));
    const failure = started.find((result) => result.status === 'rejected');
    if (failure) throw failure.reason;
  }

  /** Those that are at work. A host that is gone says nothing more of its workers; the registry knows that they are dead. */
  async active(): Promise<SpawnedWorker[]> {
    const { registry } = await this.call.connect();
    const [workers, agents] = await Promise.all([this.ours(), registry.list()]);
    const dead = new Set(agents.flatMap(({ state, spawnId }) => (state === 'dead' ? [spawnId] : [])));
    return workers.filter(({ id, state }) => (state === 'running' || state === 'starting') && !dead.has(id));
  }

  /**
   * Ends those of an earlier process that work by other rules than this one was told. Which budget they know is not
   * written down, so where there is one all end. What they did not finish is done by others.
   */
  async stopOthers(): Promise<void> {
    const { budget, worker } = this.settings;
    const others = (await this.active()).filter(
      ({ unsafeNoSandbox, provider, model }) =>
        budget !== undefined ||
        Boolean(unsafeNoSandbox) !== Boolean(worker.unsafeNoSandbox) ||
        provider !== worker.provider ||
        model !== worker.model,
    );
    await Promise.all(others.map((other) => this.end(other)));
  }

  /** Asks all to end, and waits until they have. */
  async stop(): Promise<void> {
    await this.stopAll();
  }

  /** Asks all to end, and leaves them to it. */
  async tellToStop(): Promise<void> {
    await this.stopAll(AbortSignal.timeout(TELL_MS)).catch(() => undefined);
  }

  private async stopAll(signal?: AbortSignal): Promise<void> {
    const active = await this.active();
    await Promise.all(active.map((worker) => this.end(worker, signal)));
  }

  /** One on another host cannot be ended from here; it is asked to leave. */
  private async end({ id }: SpawnedWorker, signal?: AbortSignal): Promise<void> {
    try {
      await this.spawner.stop(id, { grace: GRACE, ...(signal && { signal }) });
    } catch (error) {
      if (!AgentCoordError.is(error, 'unsupported')) throw error;
      await this.spawner.drain(id);
    }
  }

  private async start(): Promise<void> {
    const { call, settings, run } = this;
    const { provider, model, transcripts, unsafeNoSandbox } = settings.worker;
    const grace = call.io.environment[RUN_GRACE_VARIABLE];
    await this.spawner.spawnWorker({
      name: `${run.tag}-${newId('worker').slice(-4)}`,
      tags: [run.tag],
      capabilities: [run.tag],
      useLlm: true,
      engine: 'llm',
      provider,
      model,
      unsafeNoSandbox,
      environment: {
        [RUN_VARIABLE]: run.id,
        ...(grace && { [RUN_GRACE_VARIABLE]: grace }),
        ...(transcripts && { [TRANSCRIPTS_VARIABLE]: resolve(call.cwd, transcripts) }),
        ...(settings.budget !== undefined && { [RUN_BUDGET_VARIABLE]: String(settings.budget) }),
      },
      signal: call.signal,
    });
  }

  private async ours(): Promise<SpawnedWorker[]> {
    return (await this.spawner.list()).filter(({ name }) => name.startsWith(`${this.run.tag}-`));
  }

  private async endedInVain(): Promise<AgentCoordError> {
    const workers = await this.ours();
    const logs = workers.slice(-3).map(({ logFile }) => logFile);
    return new AgentCoordError(
      'spawn_failed',
      `${this.startedSinceProgress} workers ended one after the other before they had done anything. Their logs say why: ${logs.join(', ')}. What is done stays done; run the same command again to go on.`,
      { data: { logs } },
    );
  }
}
