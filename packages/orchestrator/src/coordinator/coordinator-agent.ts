import { AsyncLocalStorage } from 'node:async_hooks';
import type { SendReceipt, ThreadInput } from '@agentcoord/board';
import { CoordinationClient } from '@agentcoord/client';
import {
  AgentCoordError,
  describeThrown,
  pause,
  type Task,
  type TaskState,
  toAgentCoordError,
} from '@agentcoord/core';
import type { AddedTask, TaskInput } from '@agentcoord/queue';
import type { SpawnedWorker } from '@agentcoord/spawner';
import { cancelTeam, reopenTeam } from '../team/cancel-team.js';
import { foundTeam, type TeamLimits } from '../team/found-team.js';
import { checkTeamName } from '../team/team-name.js';
import { isWithin, type TeamRecord } from '../team/team-record.js';
import { addTeamTasks, tasksOf } from '../team/team-tasks.js';
import { noTeam, readTeam, readTeams } from '../team/teams.js';
import { type Acting, audit } from './acting.js';
import type { CoordinatorEvent, TeamProgress } from './coordinator-event.js';
import { type CoordinatorOptions, checkTimes, type Times } from './coordinator-options.js';
import { loopPlan, type OrchestrationEnd, type OrchestrationOptions } from './loop-options.js';
import { runTerm } from './run-term.js';
import { type SpawnWorkers, spawnWorkers } from './spawn-workers.js';
import { beginTerm, type Term } from './term.js';

/** What waiting may mend. */
const AWAY = [
  'storage_unavailable',
  'storage_unknown',
  'storage_unwritable',
  'not_owner',
  'session_expired',
  'disk_full',
  'timeout',
  'lock_lost',
] as const;

/**
 * Leads a team of workers, and of other coordinators. Everything it knows is in the store: when its process dies, its
 * workers go on, and another instance of its name carries on. Close it with `stop`, or use `await using`.
 */
export class CoordinatorAgent {
  readonly name: string;
  private readonly times: Times;
  private readonly stopping = new AbortController();
  private base: CoordinationClient | undefined;
  private term: Term | undefined;
  private starting: Promise<Term> | undefined;
  private looping: Promise<unknown> = Promise.resolve();
  /** Set within `onRound`: who stops the coordinator from there cannot wait for the round to end. */
  private readonly withinRound = new AsyncLocalStorage<true>();
  private stopped: Promise<void> | undefined;

  constructor(private readonly options: CoordinatorOptions) {
    this.name = checkTeamName(options.name);
    this.times = checkTimes(options);
  }

  /**
   * Resolves when this instance leads; while another of its name does, it stands by (event `standby`).
   * @throws `not_found` for a parent nobody has started, `conflict` when an agent that is no coordinator has the name, `aborted`.
   */
  async start(options: { signal?: AbortSignal } = {}): Promise<void> {
    await this.lead(options.signal);
  }

  /** The client of the agent of this name. @throws `closed` before `start`. */
  get client(): CoordinationClient {
    return this.acting.client;
  }

  /** Aborts when it is stopped, or no longer leads. @throws `closed` before `start`. */
  get signal(): AbortSignal {
    return this.acting.signal;
  }

  /** Gives tasks to its team, or to one below; all or none. @throws `cancelled` for a team that was cancelled. */
  async createTasks(tasks: readonly TaskInput[], options: { team?: string } = {}): Promise<AddedTask[]> {
    const { client } = this.acting;
    const { storage, queue } = client;
    return addTeamTasks({ storage, queue, by: this.name }, await this.teamBelow(options.team), tasks);
  }

  /** To every other living agent. */
  broadcastMessage(message: Omit<ThreadInput, 'to'>): Promise<SendReceipt> {
    return this.acting.client.broadcast(message);
  }

  /** Makes a team below known before its coordinator comes, or changes its limits. */
  async foundTeam(request: TeamLimits & { name: string; parent?: string }): Promise<TeamRecord> {
    const { acting } = this;
    const { name, parent = this.name, ...limits } = request;
    await this.teamBelow(parent);
    const { team } = await foundTeam(acting.client.storage, { name, parent, ...limits });
    await audit(acting, {
      type: 'team-limits',
      context: `team of ${name}`,
      details: { team: name, by: acting.client.identity, ...limits },
    });
    return team;
  }

  /** Ends a team below, or its own, with everything under it: tasks that run are told to stop. */
  async cancelTeam(name: string, request: { reason: string }): Promise<{ cancelledTasks: string[] }> {
    const { storage, queue, identity } = this.acting.client;
    await this.teamBelow(name);
    return cancelTeam({ storage, queue }, name, { by: identity, reason: request.reason });
  }

  /** Lets a cancelled team be given tasks again. */
  async reopenTeam(name: string): Promise<void> {
    await this.teamBelow(name);
    await reopenTeam(this.acting.client.storage, name);
  }

  /** Starts workers of this team, within the limits of all teams above. */
  spawnWorkers(request: SpawnWorkers = {}): Promise<SpawnedWorker[]> {
    return spawnWorkers(this.acting, request);
  }

  /** The tasks of its team and of all below it, with their results. */
  async *tasks(states?: TaskState[]): AsyncGenerator<Task> {
    const { storage } = this.acting.client;
    yield* tasksOf(storage, (await readTeams(storage)).within(this.name), states);
  }

  /**
   * Watches over the team until it is stopped, asked to stop, or (`stopWhenDone`) all tasks have ended. Where the
   * lead is lost it stands by, and goes on when it leads again.
   */
  runOrchestrationLoop(options: OrchestrationOptions = {}): Promise<OrchestrationEnd> {
    const loop = this.loop(options);
    this.looping = loop.catch(() => undefined);
    return loop;
  }

  /** Says goodbye; workers go on. Idempotent. Within `onRound` it does not wait for that round; the loop ends after it. */
  stop(): Promise<void> {
    const isWithin = this.withinRound.getStore() === true;
    // Who stops it from elsewhere waits for the round, so the round must not wait for them.
    if (isWithin && this.stopped !== undefined) return Promise.resolve();
    this.stopped ??= this.shutDown({ waitsForRound: !isWithin });
    return this.stopped;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  private async loop(options: OrchestrationOptions): Promise<OrchestrationEnd> {
    const plan = loopPlan(options);
    const onRound = (progress: TeamProgress) => this.withinRound.run(true, () => plan.onRound(progress));
    const outside = options.signal ?? this.stopping.signal;
    let end: OrchestrationEnd = { ended: 'stopped', progress: undefined };
    while (!this.stopping.signal.aborted && !outside.aborted) {
      const term = await this.leadPatiently(outside);
      if (term === undefined) return end;
      end = await runTerm(term.acting, { ...plan, onRound }, outside);
      if (end.ended === 'done' || this.stopping.signal.aborted || outside.aborted) return end;
      const reason = toAgentCoordError(term.signal.reason);
      await this.endTerm(term);
      // Asked to stop by somebody else: that is no loss.
      if (AgentCoordError.is(reason, 'cancelled')) return end;
      this.tell({ type: 'lead-lost', error: reason });
    }
    return end;
  }

  /** `undefined` when it is told to stop. A store that is away comes back; meanwhile nobody leads. */
  private async leadPatiently(signal: AbortSignal): Promise<Term | undefined> {
    for (;;) {
      try {
        return await this.lead(signal);
      } catch (error) {
        if (signal.aborted || this.stopping.signal.aborted) return undefined;
        const known = toAgentCoordError(error);
        if (!AgentCoordError.is(known, ...AWAY)) throw known;
        this.tell({ type: 'trouble', doing: 'trying to lead', error: known });
        const until = AbortSignal.any([signal, this.stopping.signal]);
        await pause(Math.min(this.times.leadForMs, 5_000), until).catch(() => undefined);
      }
    }
  }

  private async lead(giveUp?: AbortSignal): Promise<Term> {
    if (this.stopped !== undefined) throw closedError(this.name, 'was stopped');
    if (this.term !== undefined && !this.term.signal.aborted) return this.term;
    this.starting ??= this.begin(giveUp).finally(() => {
      this.starting = undefined;
    });
    return this.starting;
  }

  private async begin(giveUp: AbortSignal | undefined): Promise<Term> {
    await this.term?.end();
    this.base ??= await this.open();
    this.term = await beginTerm({
      base: this.base,
      options: { ...this.options, name: this.name },
      times: this.times,
      signal: this.stopping.signal,
      giveUp,
      tell: (event) => this.tell(event),
    });
    return this.term;
  }

  private open(): Promise<CoordinationClient> {
    const { client, cwd, namespace, home, redisUrl, fallback, storage, environment } = this.options;
    const given = { cwd, namespace, home, redisUrl, fallback, storage, environment };
    const connect = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    if (client === undefined) return CoordinationClient.open({ ...connect, name: this.name });
    const { configuration } = client;
    const { cwd: folder, namespace: space, home: store } = configuration;
    const same = { storage: client.storage, cwd: folder, namespace: space, home: store, name: this.name };
    return CoordinationClient.open({ ...same, ...(environment === undefined ? {} : { environment }) });
  }

  private async teamBelow(name = this.name): Promise<TeamRecord> {
    const known = await readTeam(this.acting.client.storage, name);
    if (known !== undefined && isWithin(known.team, this.name)) return known.team;
    throw noTeam(name);
  }

  private get acting(): Acting {
    if (this.term === undefined) throw closedError(this.name, 'was not started');
    return this.term.acting;
  }

  private async endTerm(term: Term): Promise<void> {
    await term.end();
    if (this.term === term) this.term = undefined;
  }

  private async shutDown({ waitsForRound }: { waitsForRound: boolean }): Promise<void> {
    const { term } = this;
    // The goodbye comes first: a stopping signal must not look like a lost lead.
    this.stopping.abort(closedError(this.name, 'was stopped'));
    await this.starting?.catch(() => undefined);
    if (waitsForRound) await this.looping;
    await (this.term ?? term)?.end();
    await this.base?.close();
  }

  private tell(event: CoordinatorEvent): void {
    const warn = (error: unknown): void =>
      process.emitWarning(`onEvent threw on ${event.type}: ${describeThrown(error)}`, 'AgentCoordWarning');
    try {
      // One that is asynchronous after all must not end the process by failing.
      const heard: unknown = this.options.onEvent?.(event);
      if (heard instanceof Promise) heard.catch(warn);
    } catch (error) {
      warn(error);
    }
  }
}

function closedError(name: string, why: string): AgentCoordError {
  return new AgentCoordError('closed', `The coordinator ${name} ${why}. Start one with start().`, {
    data: { name },
  });
}
