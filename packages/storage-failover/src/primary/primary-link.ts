import {
  AgentCoordError,
  type Clock,
  type GateView,
  pause,
  type Replica,
  type Storage,
} from '@agentcoord/core';
import { type SharedView, sharedView } from '../gate/views.js';
import { isRefusal, troubleOf } from './trouble.js';
import { NoAnswer, within } from './within.js';

export interface PrimaryLinkOptions {
  open: () => Promise<Storage>;
  /** Shown to people. */
  address: string;
  probeMs: number;
  clock: Clock;
  signal: AbortSignal;
}

/** What a look at the primary gave. `startedAt` (`clock.elapsed()`) is before it was sent. */
export type Looked =
  | { startedAt: number; seen: SharedView }
  /** `nobodyListens`: it is not only silent, the connection was refused, each time. */
  | { startedAt: number; seen: null; error: unknown; nobodyListens: boolean };

const PROBES = 3;

/** The way to the primary: opened when it is first needed, and what is known about whether it answers. */
export class PrimaryLink {
  private opening: Promise<Storage> | undefined;
  private opened: Storage | undefined;
  private failures = 0;
  /** How many of the last failures were refusals, without anything else in between. */
  private refusals = 0;
  private goneSince: number | undefined;
  private whyGone: unknown;
  private readonly onBack = new Set<() => void>();

  constructor(private readonly options: PrimaryLinkOptions) {}

  get address(): string {
    return this.options.address;
  }

  /** Wall clock; `undefined`: as far as this process knows it answers. */
  get gone(): { since: number; error: unknown } | undefined {
    return this.goneSince === undefined ? undefined : { since: this.goneSince, error: this.whyGone };
  }

  get isOpen(): boolean {
    return this.opened !== undefined;
  }

  /** Another process of this host has found it gone: one probe of this one is enough then. */
  knownGoneSince(wallMs: number): void {
    if (wallMs === 0 || this.goneSince !== undefined || this.opened !== undefined) return;
    this.failures = PROBES;
    this.goneSince = wallMs;
  }

  storage(): Promise<Storage> {
    this.opening ??= this.options.open().then(
      (storage) => {
        this.opened = storage;
        return storage;
      },
      (error: unknown) => {
        this.opening = undefined;
        throw error;
      },
    );
    return this.opening;
  }

  async replica(): Promise<Replica> {
    const { replica } = await this.storage();
    if (replica !== undefined) return replica;
    throw new AgentCoordError(
      'unsupported',
      `The storage at ${this.address} cannot take part in a failover.`,
    );
  }

  /**
   * Asks until there is an answer, or three probes have failed (one, where it is known to be gone).
   * @throws what is this process's own fault: credentials, rights, a bug.
   */
  async ask(question: (replica: Replica, timeoutMs: number) => Promise<GateView>): Promise<Looked> {
    const { probeMs, clock, signal } = this.options;
    for (;;) {
      const startedAt = clock.elapsed();
      try {
        const view = await within(
          this.replica().then((replica) => question(replica, probeMs * 2)),
          probeMs,
          signal,
        );
        this.answered();
        return { startedAt, seen: sharedView(view) };
      } catch (error) {
        if (troubleOf(error) !== 'silent') throw error;
        this.failed(error);
        if (this.failures >= PROBES)
          return { startedAt, seen: null, error, nobodyListens: this.refusals >= PROBES };
        if (!(error instanceof NoAnswer)) await pause(probeMs / 8, signal);
      }
    }
  }

  answered(): void {
    const wasGone = this.goneSince !== undefined;
    this.failures = 0;
    this.refusals = 0;
    this.goneSince = undefined;
    if (wasGone) for (const tell of this.onBack) tell();
  }

  /** Called once for each time it comes back. @returns what ends the listening. */
  whenBack(tell: () => void): () => void {
    this.onBack.add(tell);
    return () => this.onBack.delete(tell);
  }

  /** One that is being opened closes itself when it is there: nobody waits for a server that does not answer. */
  async close(): Promise<void> {
    if (this.opened === undefined)
      void this.opening?.then(
        (late) => late.close(),
        () => undefined,
      );
    await this.opened?.close();
  }

  private failed(error: unknown): void {
    this.failures += 1;
    this.refusals = isRefusal(error) ? this.refusals + 1 : 0;
    if (this.failures < PROBES || this.goneSince !== undefined) return;
    this.goneSince = this.options.clock.wall();
    this.whyGone = error;
  }
}
