import { AsyncLocalStorage } from 'node:async_hooks';
import { CoordinationClient } from '@agentcoord/client';
import { AgentCoordError } from '@agentcoord/core';
import type { ClaimedTask, WorkSummary } from '@agentcoord/queue';
import { checkAgentName, type RegisteredAgent, ShownWork } from '@agentcoord/registry';
import { titleOf } from '../supervision/excerpt.js';
import { nameOf, teamTag } from '../team/team-name.js';
import { askLead } from './ask-lead.js';
import { commandHandler } from './command-handler.js';
import type { WorkerHandler, WorkerLoop, WorkerOptions } from './worker-options.js';

interface Joined {
  client: CoordinationClient;
  agent: RegisteredAgent;
  state: ShownWork;
}

/** An agent that claims tasks and does them with a handler of yours. Close it with `stop`, or use `await using`. */
export class WorkerAgent {
  readonly name: string;
  private joined: Joined | undefined;
  private readonly stopping = new AbortController();
  private looping: Promise<unknown> = Promise.resolve();
  /** Set within a handler: who stops the worker from there cannot wait for it. */
  private readonly withinTask = new AsyncLocalStorage<true>();
  private leaving: Promise<void> | undefined;

  constructor(private readonly options: WorkerOptions) {
    this.name = checkAgentName(options.name);
  }

  /** Joins as an agent, whose heartbeat goes until `stop`. @throws `conflict` when one of that name is alive. */
  async start(): Promise<void> {
    if (this.stopping.signal.aborted) throw closedError(this.name, 'was stopped');
    if (this.joined !== undefined) return;
    const client = await CoordinationClient.session(this.sessionOptions());
    if (client.agent === undefined) throw closedError(this.name, 'has no agent');
    if (this.stopping.signal.aborted) {
      await client.close();
      throw closedError(this.name, 'was stopped');
    }
    this.joined = { client, agent: client.agent, state: new ShownWork(client.agent) };
  }

  /** The client of this agent. @throws `closed` before `start`. */
  get client(): CoordinationClient {
    return this.current.client;
  }

  /**
   * Claims and works until it is told to stop (`stop`, `signal`, or somebody asked the agent to), has done `maxTasks`, or is
   * idle (`stopWhenIdle`). @throws the reason of a presence that was lost, and what the store throws.
   */
  runWorkerLoop(options: WorkerLoop = {}): Promise<WorkSummary> {
    const loop = this.loop(options);
    this.looping = loop.catch(() => undefined);
    return loop;
  }

  /** Gives back what it works on, and leaves. Idempotent. Within a handler it resolves at once: the rest follows when that has returned. */
  async stop(): Promise<void> {
    this.stopping.abort(closedError(this.name, 'was stopped'));
    this.leaving ??= this.looping.then(() => this.leave());
    if (this.withinTask.getStore()) this.leaving.catch(() => undefined);
    else await this.leaving;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  private async leave(): Promise<void> {
    const { joined } = this;
    this.joined = undefined;
    await joined?.client.close();
  }

  private async loop({ handler: ofLoop, signal, ...work }: WorkerLoop): Promise<WorkSummary> {
    await this.start();
    const { client, agent, state } = this.current;
    const handler = ofLoop ?? this.options.handler ?? commandHandler(client);
    const { capabilities } = this.options;
    const signals = [agent.signal, this.stopping.signal, ...(signal === undefined ? [] : [signal])];
    const summary = await client.queue.work(
      (task) => this.withinTask.run(true, () => this.work(task, handler)),
      {
        ...work,
        ...(capabilities === undefined ? {} : { capabilities }),
        tags: this.tags,
        signal: AbortSignal.any(signals),
        drain: agent.drain,
      },
    );
    await state.settled();
    const wasAsked = AgentCoordError.is(agent.signal.reason, 'cancelled');
    if (agent.signal.aborted && !wasAsked && !this.stopping.signal.aborted && !signal?.aborted)
      throw agent.signal.reason;
    return summary;
  }

  private async work(task: ClaimedTask, handler: WorkerHandler): Promise<unknown> {
    const { client, agent, state } = this.current;
    const end = state.begin(task.id, task.title);
    try {
      return await handler(task, {
        client,
        signal: task.signal,
        async progress(note, percent) {
          agent.progress(titleOf(note, 500));
          await task.progress(note, percent);
        },
        ask: async (question) => {
          const resume = state.wait(titleOf(`an answer: ${question.title}`, 500));
          try {
            const { signal } = task;
            return await askLead({ client, parent: this.lead, task, signal }, question);
          } finally {
            resume();
          }
        },
      });
    } finally {
      end();
    }
  }

  private get tags(): string[] {
    const { tags = [] } = this.options;
    if (tags.length > 0 || this.lead === undefined) return tags;
    return [teamTag(this.lead)];
  }

  private get lead(): string | undefined {
    return this.options.parent === undefined ? undefined : nameOf(this.options.parent);
  }

  private get current(): Joined {
    if (this.joined === undefined) throw closedError(this.name, 'was not started');
    return this.joined;
  }

  private sessionOptions() {
    const { client, handler: _handler, role = 'worker', ...options } = this.options;
    const session = { ...options, role, kind: 'worker', tags: this.tags } as const;
    if (client === undefined) return session;
    const { cwd, namespace, home } = client.configuration;
    return { ...session, storage: client.storage, cwd, namespace, home };
  }
}

function closedError(name: string, why: string): AgentCoordError {
  return new AgentCoordError('closed', `The worker ${name} ${why}. Start one with start().`, {
    data: { name },
  });
}
