import { type ConnectOptions, CoordinationClient, type SessionOptions } from '@agentcoord/client';
import { AgentCoordError, describeThrown, type NewId, newId, pause, redact, slug } from '@agentcoord/core';
import { HeldWork } from './held-work.js';
import { Notices } from './notices.js';
import { PendingWaits } from './pending-waits.js';

export interface AgentConnectionOptions {
  /** Where the store is, as for `CoordinationClient.session`. */
  connect: ConnectOptions;
  /** How the agent is called. Default: after the program that connected. */
  name?: string;
  /** A line for people. */
  log: (line: string) => void;
  /** How long one call waits before it answers `pending`. Default 25 s. */
  callWaitsMs?: number;
}

export type AgentDescription = Pick<SessionOptions, 'name' | 'role' | 'workingOn' | 'tags' | 'capabilities'>;

/** A store that cannot be opened in this time is opened on, behind the answer. */
const OPENING_MS = 20_000;

/**
 * One client of the protocol as one agent: registered with its first call, alive as long as the connection, gone
 * with it. A store that is away fails that call only, for the next one tries again.
 */
export class AgentConnection {
  readonly notices = new Notices();
  readonly held = new HeldWork(this.notices);
  readonly waits: PendingWaits;
  /** As the client calls itself; known after the handshake. */
  clientName = 'mcp';
  private readonly makeId: NewId;
  private readonly ending = new AbortController();
  private opening: Promise<CoordinationClient> | undefined;
  private description: AgentDescription = {};
  private left: Promise<void>[] = [];
  private closing: Promise<void> | undefined;

  constructor(private readonly options: AgentConnectionOptions) {
    this.makeId = options.connect.newId ?? newId;
    const { callWaitsMs } = options;
    this.waits = new PendingWaits({
      notices: this.notices,
      newId: this.makeId,
      ...(callWaitsMs === undefined ? {} : { callWaitsMs }),
    });
  }

  /** The agent's session. @throws `storage_unavailable` and the other errors of opening a store. */
  async client(signal?: AbortSignal): Promise<CoordinationClient> {
    for (;;) {
      if (this.closing !== undefined) throw new AgentCoordError('closed', 'This connection is closed.');
      this.opening ??= this.open();
      const { opening } = this;
      const client = await this.inTime(opening, signal);
      const ended = client.agent?.signal;
      if (ended === undefined || !ended.aborted) return client;
      if (AgentCoordError.is(ended.reason, 'cancelled')) {
        this.notices.add(`${ended.reason.message} Settle or release what you hold, and end.`);
        return client;
      }
      // Whoever comes first replaces it; the others find the new one.
      if (this.opening === opening) this.replace(client, ended.reason);
    }
  }

  /** Names the agent. @throws `conflict` when that name is alive, or when something is held under another one. */
  async register(description: AgentDescription, signal: AbortSignal): Promise<CoordinationClient> {
    const { opening } = this;
    const before = await opening?.catch(() => undefined);
    const sameName = description.name === undefined || before?.name === description.name;
    if (before !== undefined && sameName && before.agent?.signal.aborted === false) {
      if (description.workingOn !== undefined) await before.agent.setState('idle', description.workingOn);
      const renewed = Object.keys(description).some((key) => key !== 'name' && key !== 'workingOn');
      if (!renewed) return before;
    }
    if (before !== undefined && !this.held.isEmpty)
      throw new AgentCoordError(
        'conflict',
        `You are ${before.name} and hold tasks or locks under that name. Settle them and call release_files first.`,
      );
    const kept = this.description;
    this.description = { ...kept, ...(before ? { name: before.name } : {}), ...description };
    if (before !== undefined) await this.leave(before);
    this.opening = undefined;
    try {
      return await this.client(signal);
    } catch (error) {
      this.description = kept;
      throw error;
    }
  }

  /** Gives back what is held and says goodbye. Idempotent. */
  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  /** Every call shows that the agent is at work. */
  async progressed(): Promise<void> {
    const client = await this.opening?.catch(() => undefined);
    client?.agent?.progress();
  }

  trouble(what: string, error: unknown): void {
    this.options.log(`${what}: ${redact(describeThrown(error))}`);
  }

  private async end(): Promise<void> {
    this.ending.abort(new AgentCoordError('aborted', 'The connection ended.'));
    const { opening } = this;
    this.held.clear();
    await this.waits.close();
    await opening?.then((client) => client.close()).catch((error: unknown) => this.leavingFailed(error));
    await Promise.all(this.left);
  }

  private open(): Promise<CoordinationClient> {
    const opening = this.openSession();
    opening.catch(() => {
      if (this.opening === opening) this.opening = undefined;
    });
    return opening;
  }

  private async openSession(): Promise<CoordinationClient> {
    const { environment = process.env } = this.options.connect;
    const wished = this.options.name ?? (environment.AGENTCOORD_AGENT_ID || undefined);
    const { name = wished } = this.description;
    if (name === undefined) return this.session(this.inventedName());
    try {
      return await this.session(name);
    } catch (error) {
      // Two windows with one configuration are two agents; only a name that a model chose is refused.
      if (this.description.name !== undefined || !AgentCoordError.is(error, 'conflict')) throw error;
      const other = this.inventedName(name);
      this.notices.add(`Another agent is called ${JSON.stringify(name)}, so you are ${other}.`);
      return this.session(other);
    }
  }

  private session(name: string): Promise<CoordinationClient> {
    return CoordinationClient.session({
      ...this.options.connect,
      ...this.description,
      name,
      kind: 'session',
      signal: this.ending.signal,
      onWait: (sentence) => this.options.log(sentence),
    });
  }

  private inventedName(base = slug(this.clientName) || 'mcp'): string {
    return `${base.slice(0, 40)}-${this.makeId('agent').slice(-6).toLowerCase()}`;
  }

  private async inTime(
    opening: Promise<CoordinationClient>,
    signal: AbortSignal | undefined,
  ): Promise<CoordinationClient> {
    const done = new AbortController();
    const late = pause(OPENING_MS, signal ? AbortSignal.any([signal, done.signal]) : done.signal).then(() => {
      throw new AgentCoordError(
        'storage_unavailable',
        'The store could not be opened yet, and goes on being opened. Call again in a few seconds.',
      );
    });
    try {
      return await Promise.race([opening, late]);
    } finally {
      done.abort();
      late.catch(() => undefined);
    }
  }

  private replace(client: CoordinationClient, reason: unknown): void {
    this.opening = undefined;
    this.held.clear();
    this.notices.add(
      `Your presence was lost (${reason instanceof Error ? reason.message : String(reason)}) and you were registered ` +
        'again: every task and lock you held before is no longer yours. Call lock_files before you write.',
    );
    this.left.push(this.leave(client));
  }

  private leave(client: CoordinationClient): Promise<void> {
    return client.close().catch((error: unknown) => this.leavingFailed(error));
  }

  private leavingFailed(error: unknown): void {
    if (AgentCoordError.is(error, 'aborted')) return;
    this.trouble('Leaving went wrong, and what was held lapses with its lease', error);
  }
}
