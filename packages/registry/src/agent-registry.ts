import { type Clock, type NewId, newId, type Storage, systemClock } from '@agentcoord/core';
import type { AgentInfo } from './agent/agent-info.js';
import { agentRecordId } from './agent/agent-name.js';
import type { Announcement, Registration } from './agent/registration.js';
import type { RegistryContext } from './context.js';
import { type AskAgent, askAgent } from './ending/ask-agent.js';
import { forget } from './ending/forget.js';
import { type KeepReaping, keepReaping } from './ending/keep-reaping.js';
import { type ReapReport, reap } from './ending/reap.js';
import { announce } from './joining/announce.js';
import { register } from './joining/register.js';
import { describeAgents } from './reading/list-agents.js';
import { readAgent, readAgents, type SeenAgent } from './reading/read-agents.js';
import type { RegisteredAgent } from './registered-agent.js';
import { checkTimes, type RegistryTimes } from './settings.js';

export interface AgentRegistryOptions extends RegistryTimes {
  storage: Storage;
  clock?: Clock;
  newId?: NewId;
}

/** Who is there, what they do, and which of them hang or are gone. */
export class AgentRegistry {
  private readonly context: RegistryContext;

  constructor(options: AgentRegistryOptions) {
    this.context = {
      storage: options.storage,
      clock: options.clock ?? systemClock,
      newId: options.newId ?? newId,
      settings: checkTimes(options),
    };
  }

  /**
   * Begins a new life of an agent; its heartbeat goes by itself until `leave`.
   * @throws `conflict` naming who, when an agent of that name is alive or announced for another process.
   */
  register(input: Registration): Promise<RegisteredAgent> {
    return register(this.context, input);
  }

  /**
   * Keeps the name for a process that is being started: `spawning` until it registers with the same
   * `spawnId`, dead after `startTimeout`. @throws `conflict` as `register`.
   */
  announce(input: Announcement): Promise<void> {
    return announce(this.context, input);
  }

  /** Everybody known, by record id; also those that left or died, until they are forgotten. */
  async list(): Promise<AgentInfo[]> {
    return this.describe(await readAgents(this.context.storage));
  }

  async get(name: string): Promise<AgentInfo | undefined> {
    const seen = await readAgent(this.context.storage, agentRecordId(name));
    const [info] = await this.describe(seen === undefined ? [] : [seen]);
    return info;
  }

  /** Those whose heartbeat comes but whose work does not go on. */
  async hung(): Promise<AgentInfo[]> {
    return (await this.list()).filter((agent) => agent.state === 'hung');
  }

  /**
   * Buries agents whose heartbeat is gone: their tasks go back to the queue, their locks are free.
   * Once for each incarnation, however many reap; never a `spawning` one before its start timeout.
   */
  reap(request: { by: string }): Promise<ReapReport> {
    return reap(this.context, request);
  }

  /** Reaps again and again in the background of its caller, until `signal` fires. */
  keepReaping(options: KeepReaping): Promise<void> {
    return keepReaping(this.context, options);
  }

  /** Aborts the `signal` of the living agent with `cancelled`. @throws `not_found`, `conflict` when it does not live. */
  askToStop(name: string, request: AskAgent): Promise<void> {
    return askAgent(this.context, name, { ...request, what: 'stop' });
  }

  /**
   * Asks the living agent to take no further task and to leave when it has none: its `drain` aborts, its work goes on.
   * @throws `not_found`, `conflict` when it does not live.
   */
  askToDrain(name: string, request: AskAgent): Promise<void> {
    return askAgent(this.context, name, { ...request, what: 'drain' });
  }

  /** Removes the record of an agent that is dead or left. @throws `not_found`, `conflict` when it lives. */
  forget(name: string): Promise<void> {
    return forget(this.context, name);
  }

  private describe(agents: readonly SeenAgent[]): Promise<AgentInfo[]> {
    return describeAgents(this.context.storage, agents, this.context.settings.hungAfterMs);
  }
}
