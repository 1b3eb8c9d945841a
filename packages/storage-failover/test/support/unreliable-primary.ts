import {
  AgentCoordError,
  type CallOptions,
  type Clock,
  type GateView,
  type ServerState,
  type Storage,
} from '@agentcoord/core';

type Facet = 'sessions' | 'leases' | 'queues' | 'records' | 'logs' | 'limits' | 'signals' | 'replica';
type AnyVerb = (request: unknown, options?: CallOptions) => Promise<unknown>;

const FACETS: Facet[] = ['sessions', 'leases', 'queues', 'records', 'logs', 'limits', 'signals', 'replica'];
const OWNERSHIP = ['look', 'join', 'setGate', 'leave', 'lead'];

/**
 * A store that behaves like a server: it can be gone or silent, lose replies, and come back whole, old or empty. What
 * is behind it is a real store; only the way to it is bad.
 */
export class UnreliablePrimary {
  /** Each call fails at once. */
  isGone = false;
  /** Each call gets no answer within its time, and does not run. */
  isSilent = false;
  /** It has no memory left to write to. */
  isFull = false;
  /** So many calls of verbs run, and their reply is lost. */
  losesReplies = 0;
  /** What happens before the caller hears that a reply was lost. */
  whenLost: () => Promise<void> = () => Promise.resolve();
  /** What every call throws instead, where it is set. */
  fault: AgentCoordError | undefined;
  /** Verbs that were called, `queues.push`. */
  readonly calls: string[] = [];
  private behind: Storage;
  private saved: Storage | undefined;
  private server = { adopted: true, mayHaveForgotten: false };
  private startedAt = Number.NEGATIVE_INFINITY;

  private constructor(
    private readonly make: () => Promise<Storage>,
    private readonly clock: Clock,
    first: Storage,
  ) {
    this.behind = first;
  }

  static async start(make: () => Promise<Storage>, clock: Clock): Promise<UnreliablePrimary> {
    return new UnreliablePrimary(make, clock, await make());
  }

  /** What lies there, without the way. */
  get store(): Storage {
    return this.behind;
  }

  /** The server was restarted and has everything. */
  restart(): void {
    this.begin({ adopted: false, mayHaveForgotten: false });
  }

  /** Remembers the present state, to come back with it. */
  async save(): Promise<void> {
    this.saved = await copyOf(this.behind, await this.make());
  }

  restartOld(): void {
    if (this.saved === undefined) throw new Error('Nothing was saved.');
    this.behind = this.saved;
    this.begin({ adopted: false, mayHaveForgotten: true });
  }

  async empty(): Promise<void> {
    this.behind = await this.make();
    this.begin({ adopted: false, mayHaveForgotten: true });
  }

  /** A client of it. Closing it closes nothing. */
  client(): Storage {
    const client = Object.fromEntries(FACETS.map((facet) => [facet, this.facet(facet)]));
    const plain = {
      now: (options?: CallOptions) => this.through('storage', 'now', options, () => this.behind.now(options)),
      describe: () => this.behind.describe(),
      close: () => Promise.resolve(),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
    return { ...client, ...plain } as unknown as Storage;
  }

  private facet(facet: Facet): unknown {
    return new Proxy(
      {},
      {
        get: (_target, verb) =>
          typeof verb !== 'string' || verb === 'then'
            ? undefined
            : (request: unknown, options?: CallOptions) =>
                this.through(facet, verb, verb === 'look' ? (request as CallOptions) : options, () => {
                  const verbs = this.behind[facet] as unknown as Record<string, AnyVerb>;
                  return (verbs[verb] as AnyVerb).call(verbs, request, options);
                }),
      },
    );
  }

  private async through(
    facet: string,
    verb: string,
    options: CallOptions | undefined,
    run: () => Promise<unknown>,
  ): Promise<unknown> {
    this.calls.push(`${facet}.${verb}`);
    if (this.fault !== undefined) throw this.fault;
    if (this.isGone)
      throw new AgentCoordError('storage_unavailable', 'connection refused', {
        data: { nobodyListens: true },
      });
    if (this.isFull && verb !== 'look') throw new AgentCoordError('storage_unwritable', 'OOM');
    if (this.isSilent) return this.silence(options);
    if (facet === 'replica' && OWNERSHIP.includes(verb)) return this.asServer(verb, await run());
    // A server that nobody has adopted runs nothing for those who know another one.
    if (options?.epoch !== undefined && !(await this.isAdopted()))
      throw new AgentCoordError('not_owner', 'this server belongs to nobody');
    const reply = await run();
    if (facet === 'replica' || this.losesReplies === 0) return reply;
    this.losesReplies -= 1;
    await this.whenLost();
    throw new AgentCoordError('storage_unknown', 'the reply was lost');
  }

  private begin(server: { adopted: boolean; mayHaveForgotten: boolean }): void {
    this.server = server;
    this.startedAt = this.clock.elapsed();
  }

  private get state(): ServerState {
    const upForMs = Math.min(this.clock.elapsed() - this.startedAt, 3_600_000);
    return { ...this.server, upForMs };
  }

  private async isAdopted(): Promise<boolean> {
    const view = await this.behind.replica?.look();
    return this.server.adopted && view !== undefined && view.gate.version > 0;
  }

  private asServer(verb: string, reply: unknown): unknown {
    if (verb === 'setGate') {
      const set = reply as { status: string; view: GateView };
      if (set.status === 'set') this.server = { adopted: true, mayHaveForgotten: false };
      return { ...set, view: { ...set.view, server: this.state } };
    }
    if (verb === 'look' || verb === 'join') return { ...(reply as GateView), server: this.state };
    return reply;
  }

  private silence(options: CallOptions | undefined): Promise<never> {
    return new Promise((_resolve, reject) => {
      const timer = setTimeout(
        () => reject(new AgentCoordError('storage_unknown', 'no answer')),
        options?.timeoutMs ?? 5_000,
      );
      timer.unref();
      options?.signal?.addEventListener('abort', () => reject(new AgentCoordError('aborted', 'aborted')));
    });
  }
}

/** Another store with the same content and gate. */
async function copyOf(from: Storage, to: Storage): Promise<Storage> {
  const [source, target] = [from.replica, to.replica];
  if (source === undefined || target === undefined) throw new Error('It has no facet replica.');
  const { gate } = await source.look();
  const origin = { source: 'copy', epoch: 0 };
  const opened = await target.look();
  await target.setGate({ ifVersion: opened.gate.version, admits: null, applies: origin, record: {} });
  let cursor: string | undefined;
  do {
    const batch = await source.snapshot(cursor === undefined ? {} : { cursor });
    await target.apply({ batch: { ...batch, origin } });
    ({ cursor } = batch);
  } while (cursor !== undefined);
  const { admits, applies, record } = gate;
  const { gate: now } = await target.look();
  await target.setGate({ ifVersion: now.version, admits, applies, record });
  return to;
}
