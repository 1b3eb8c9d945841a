import { CoordinationClient, type OpenOptions } from '@agentcoord/client';
import {
  AgentCoordError,
  type Clock,
  type Duration,
  durationMs,
  type NewId,
  newId,
  pause,
  systemClock,
  toAgentCoordError,
} from '@agentcoord/core';
import { WorkerSpawner } from '@agentcoord/spawner';
import { type Retire, retireByDraining } from './acting/retire-worker.js';
import { forgetCrashes } from './leading/forget-crashes.js';
import { Leadership } from './leading/leadership.js';
import { type OwnWorker, readOwnWorkers } from './measuring/own-workers.js';
import { checkScaling, type ScalingOptions, type ScalingRules } from './rules/scaling-options.js';
import { leadRound, lookOnly, type RoundParts, type ScalingRound } from './scaling-round.js';

export interface AutoScalingCoordinatorOptions
  extends ScalingOptions,
    Pick<
      OpenOptions,
      'storage' | 'redisUrl' | 'cwd' | 'namespace' | 'home' | 'fallback' | 'environment' | 'clock' | 'newId'
    > {
  /** A client of your own; it stays open. Default: one is opened as `CoordinationClient.open` does. */
  client?: CoordinationClient;
  /** How workers are started. Default: as `agentcoord spawn` does. */
  spawner?: WorkerSpawner;
  /** How workers are sent away. Default: they are asked to take no further task, and to leave when they have none. */
  retire?: Retire;
}

export interface AutoscalingLoopOptions {
  /** Default `'30s'`. */
  interval?: Duration;
  /** Ends the loop; workers go on. */
  signal?: AbortSignal;
  /** Only looks: nothing is started, nobody is sent away, nobody leads. */
  dryRun?: boolean;
  onRound?: (round: ScalingRound) => void;
  /** Told of a round that failed; the loop goes on with the next. */
  onError?: (error: AgentCoordError) => void;
}

/** Between two looks at workers that were asked to leave. */
const LOOK_MS = 250;

/**
 * Starts workers when tasks wait and sends them away when there is nothing to do. However many run in a namespace under one
 * name, one of them acts; the others stand by. What must be remembered lies in the store, so a successor goes on at once.
 */
export class AutoScalingCoordinator {
  private readonly rules: ScalingRules;
  private readonly clock: Clock;
  private readonly newId: NewId;
  private readonly closing = new AbortController();
  private started: Promise<Started> | undefined;

  constructor(private readonly options: AutoScalingCoordinatorOptions = {}) {
    this.rules = checkScaling(options);
    this.clock = options.clock ?? systemClock;
    this.newId = options.newId ?? newId;
  }

  /** Opens the store. @throws what opening a store throws. */
  async start(): Promise<void> {
    await this.parts();
  }

  /** Rounds until `signal` fires or it is closed. @throws errors that waiting does not mend. */
  async runAutoscalingLoop(options: AutoscalingLoopOptions = {}): Promise<void> {
    const intervalMs = Math.max(1, durationMs(options.interval ?? '30s', 'interval'));
    const signal = options.signal
      ? AbortSignal.any([options.signal, this.closing.signal])
      : this.closing.signal;
    await this.parts();
    while (!signal.aborted) {
      let waitMs = intervalMs;
      try {
        const round = await this.runRound({ dryRun: options.dryRun });
        // A standby looks often enough to follow a leader that is gone within its time.
        if (round.role === 'standby') waitMs = Math.min(intervalMs, this.rules.leaderTtlMs / 2);
        options.onRound?.(round);
      } catch (thrown) {
        const error = toAgentCoordError(thrown);
        if (signal.aborted) break;
        if (AgentCoordError.is(error, 'closed', 'misconfigured', 'invalid_argument')) throw error;
        options.onError?.(error);
        if (AgentCoordError.is(thrown, 'lock_lost'))
          waitMs = Math.min(intervalMs, this.rules.leaderTtlMs / 2);
      }
      await pause(waitMs, signal).catch(() => undefined);
    }
  }

  /** One round: acts where this one leads, or can. @throws `lock_lost` when another took over in the middle. */
  async runRound(options: { dryRun?: boolean } = {}): Promise<ScalingRound> {
    const { parts, leadership, client } = await this.parts();
    if (options.dryRun) return lookOnly(parts);
    const lead = await leadership.take();
    if (!('fence' in lead)) return { ...(await lookOnly(parts)), role: 'standby', leader: lead.leader };
    const round = await leadRound(parts, lead);
    await logRound(client, round);
    return round;
  }

  /** What a round would decide now, and why; changes nothing. */
  explain(): Promise<ScalingRound> {
    return this.runRound({ dryRun: true });
  }

  /** Workers may be started again although the last ones ended badly. */
  async forgetCrashes(): Promise<void> {
    const { parts } = await this.parts();
    await forgetCrashes(parts.storage, this.rules.name);
  }

  /**
   * Asks all its workers to leave once they have no task. Stop the loop first, else it starts new ones. They leave by
   * themselves, also when this process is gone; those that are `starting` could not be asked yet: ask again.
   */
  async retireAll(): Promise<{ leaving: string[]; starting: string[] }> {
    const { parts } = await this.parts();
    const own = await readOwnWorkers(this.rules.name, parts);
    const asked = own.filter(({ standing }) => standing === 'idle' || standing === 'working');
    const request = { by: this.rules.name, reason: 'the autoscaler ends' };
    await Promise.all(asked.map((worker) => parts.retire(worker, request)));
    const names = (workers: OwnWorker[]): string[] => workers.map(({ worker }) => worker.name);
    const gone = own.filter(({ standing }) => standing === 'leaving' || standing === 'lost');
    return {
      leaving: names([...asked, ...gone]),
      starting: names(own.filter(({ standing }) => standing === 'starting')),
    };
  }

  /** `retireAll`, and waits until all are gone. */
  async drain({ signal }: { signal?: AbortSignal } = {}): Promise<void> {
    for (;;) {
      const { leaving, starting } = await this.retireAll();
      if (leaving.length + starting.length === 0) return;
      await pause(LOOK_MS, signal, 'waiting for workers to leave');
    }
  }

  /** Ends the loop and gives the lead back. Workers go on. */
  async close(): Promise<void> {
    this.closing.abort();
    const started = await this.started?.catch(() => undefined);
    if (!started) return;
    await started.leadership.release().catch(() => undefined);
    if (this.options.spawner === undefined) await started.parts.spawner.close();
    if (this.options.client === undefined) await started.client.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private parts(): Promise<Started> {
    if (this.closing.signal.aborted)
      return Promise.reject(new AgentCoordError('closed', 'The autoscaler was closed. Create a new one.'));
    this.started ??= this.open();
    return this.started;
  }

  private async open(): Promise<Started> {
    const { options, rules, clock } = this;
    const { storage: given, redisUrl, cwd, namespace, home, fallback, environment } = options;
    const client =
      options.client ??
      (await CoordinationClient.open({
        storage: given,
        redisUrl,
        cwd,
        namespace,
        home,
        fallback,
        environment,
        clock,
        newId: this.newId,
        name: rules.name,
      }));
    const { storage, registry, configuration } = client;
    const spawner =
      options.spawner ??
      new WorkerSpawner({
        storage,
        logFolder: configuration.logFolder,
        cwd: configuration.cwd,
        environment: configuration.environment,
        spawnedBy: rules.name,
        clock,
      });
    const holder = client.identity;
    const { leaderTtlMs: ttlMs, name: scaler } = rules;
    const leadership = new Leadership({ storage, scaler, holder, ttlMs, clock, newId: this.newId });
    const retire = options.retire ?? retireByDraining(registry);
    const budgets = rules.budgets ?? configuration.budgets;
    return { client, leadership, parts: { storage, registry, spawner, budgets, rules, holder, retire } };
  }
}

interface Started {
  client: CoordinationClient;
  leadership: Leadership;
  parts: RoundParts;
}

/** A round that changed something is a decision. That it cannot be logged now must not undo it. */
async function logRound(client: CoordinationClient, round: ScalingRound): Promise<void> {
  const { started, retired, pools, fence } = round;
  if (started.length === 0 && retired.length === 0) return;
  const reason = pools.map(({ explanation }) => explanation).join(' ');
  await client
    .logDecision({
      type: 'scaling',
      context:
        `started: ${started.join(', ') || 'nobody'}; asked to leave: ${retired.join(', ') || 'nobody'}`.slice(
          0,
          4_000,
        ),
      reason: reason.slice(0, 4_000),
      ...(fence === undefined ? {} : { details: { fence } }),
    })
    .catch(() => undefined);
}
