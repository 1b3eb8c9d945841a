import type { AgentCoordError } from '../errors/agent-coord-error.js';
import { type Clock, systemClock } from '../time/clock.js';
import { LateAbort } from './late-abort.js';

export interface KeepLease {
  ttlMs: number;
  /** `clock.elapsed()` from *before* the first send of the request that made the grant. */
  sentAt: number;
  /** Sends one renewal. Rejecting means "not known": it is tried again until the deadline. */
  renew: (options: {
    timeoutMs: number;
  }) => Promise<{ status: 'renewed' } | { status: 'lost'; error: AgentCoordError }>;
  /** The error that the signal carries when the deadline passes without a renewal. */
  expired: () => AgentCoordError;
  clock?: Clock;
}

/**
 * Keeps one lease alive and knows by itself when it is over.
 *
 * Guarantee: `signal` aborts before the store can see the lease expired, even when the store, the
 * network or the event loop stood still: the deadline counts from before the send, ends a margin
 * early, and is checked against a clock that neither jumps nor sleeps. What cannot be helped is a
 * process that is itself stopped: its signal fires when it goes on, so writes are fenced as well.
 *
 * Renews every third of the TTL. Its timers do not keep a process alive.
 */
export class LeaseKeeper {
  private readonly lost = new LateAbort();
  private readonly clock: Clock;
  private deadline: number;
  private renewAt: number;
  /** One for both: it goes off at the next renewal, or at the deadline where that comes first. */
  private alarm: NodeJS.Timeout | undefined;
  private stopped = false;
  private renewing: Promise<void> | undefined;
  private following: Promise<void> | undefined;

  constructor(private readonly options: KeepLease) {
    this.clock = options.clock ?? systemClock;
    this.deadline = options.sentAt + options.ttlMs - marginMs(options.ttlMs);
    this.renewAt = options.sentAt + options.ttlMs / 3;
    this.arm();
  }

  /** Aborts with the reason as an `AgentCoordError` when the lease is lost; never after `stop`. */
  get signal(): AbortSignal {
    return this.lost.signal;
  }

  /** The reason that `signal` carries, without making a signal; `undefined` while the lease holds. */
  get lostBecause(): AgentCoordError | undefined {
    return this.lost.reason as AgentCoordError | undefined;
  }

  /** Like a listener of `signal`, at a tenth of its cost. Called at once where the lease is lost already. */
  onLost(listener: (reason: Error) => void): void {
    this.lost.onAbort(listener);
  }

  /** How long the holder may go on without hearing from the store. */
  remainingMs(): number {
    return this.lostBecause ? 0 : Math.max(0, this.deadline - this.clock.elapsed());
  }

  /**
   * Renews now, and resolves when the answer is in: how to find out at once whether the lease is still
   * there. A renewal that is already under way may have been sent before what the caller heard of, so
   * another one follows it.
   */
  check(): Promise<void> {
    if (this.renewing === undefined) return this.startRenewal();
    this.following ??= this.renewing.then(() => {
      this.following = undefined;
      return this.startRenewal();
    });
    return this.following;
  }

  /** The lease ended for a known reason: aborts at once. */
  lose(error: AgentCoordError): void {
    if (this.stopped) return;
    this.stop();
    this.lost.abort(error);
  }

  /** Ends renewing without aborting: the holder gave the lease back. */
  stop(): void {
    this.stopped = true;
    clearTimeout(this.alarm);
  }

  private arm(): void {
    clearTimeout(this.alarm);
    if (this.stopped) return;
    const next = Math.min(this.deadline, this.renewAt);
    this.alarm = setTimeout(() => this.ring(), Math.max(0, next - this.clock.elapsed()));
    this.alarm.unref();
  }

  /** A timer may fire a little early by this clock, or a renewal may just have moved the deadline. */
  private ring(): void {
    const now = this.clock.elapsed();
    if (now >= this.deadline) this.lose(this.options.expired());
    else if (now >= this.renewAt) {
      this.renewAt = Number.POSITIVE_INFINITY;
      void this.startRenewal();
    }
    this.arm();
  }

  private renewIn(afterMs: number): void {
    this.renewAt = this.clock.elapsed() + afterMs;
    this.arm();
  }

  private startRenewal(): Promise<void> {
    this.renewing ??= this.renewOnce().finally(() => {
      this.renewing = undefined;
    });
    return this.renewing;
  }

  private async renewOnce(): Promise<void> {
    if (this.stopped) return;
    // After a sleep of the machine the deadline comes first: late work must not begin with a renewal.
    if (this.clock.elapsed() >= this.deadline) return this.lose(this.options.expired());
    const sentAt = this.clock.elapsed();
    const timeoutMs = Math.max(1, Math.min(this.deadline - sentAt, this.options.ttlMs / 3));
    try {
      const reply = await this.options.renew({ timeoutMs });
      if (this.stopped) return;
      if (reply.status === 'lost') return this.lose(reply.error);
      this.deadline = sentAt + this.options.ttlMs - marginMs(this.options.ttlMs);
      this.renewIn(this.options.ttlMs / 3);
    } catch {
      // The store did not answer. The deadline decides; until then, ask again soon.
      this.renewIn(Math.min(1000, this.options.ttlMs / 10));
    }
  }
}

/** Room for a timer that fires late. */
function marginMs(ttlMs: number): number {
  return Math.min(250, ttlMs / 10);
}
