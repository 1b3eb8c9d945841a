import {
  type AgentCoordError,
  type Clock,
  LeaseKeeper,
  type Storage,
  type Task,
  type TaskState,
} from '@agentcoord/core';
import { claimExpired, claimLost } from './claim-lost.js';

/** A task that is done sooner never pays for a listener. */
const WATCH_AFTER_MS = 50;

/** Without a signal the renewals find out; this only bounds one wait. */
const LISTEN_MS = 60_000;

export interface KeepClaim {
  storage: Storage;
  clock: Clock;
  task: Task;
  fence: number;
  leaseMs: number;
  /** `clock.elapsed()` from before the send of the claim. */
  sentAt: number;
  /** While the claim is being settled, a lost claim may be that settlement itself. */
  isSettling: () => boolean;
}

/**
 * Renews a claim, and hears at once when it was cancelled or evicted: a signal on `task/<id>` is
 * answered with a renewal, which tells.
 *
 * One listener a claim, opened late: a listener's channels are fixed, so one that is shared by many
 * short claims would have to be opened again for each of them.
 */
export class ClaimKeeper {
  private readonly lease: LeaseKeeper;
  private readonly watchTimer: NodeJS.Timeout;
  /** Only once the claim lasts long enough to be watched. */
  private watching: AbortController | undefined;

  constructor(private readonly kept: KeepClaim) {
    this.lease = new LeaseKeeper({
      ttlMs: kept.leaseMs,
      sentAt: kept.sentAt,
      clock: kept.clock,
      expired: () => claimExpired(kept.task, kept.leaseMs),
      renew: (options) => this.renew(options),
    });
    this.watchTimer = setTimeout(() => void this.watch(), WATCH_AFTER_MS);
    this.watchTimer.unref();
  }

  /** `cancelled` or `fenced` once the claim is lost. */
  get lostBecause(): AgentCoordError | undefined {
    return this.lease.lostBecause;
  }

  /** Called at once where the claim is lost already. */
  onLost(listener: (reason: Error) => void): void {
    this.lease.onLost(listener);
  }

  remainingMs(): number {
    return this.lease.remainingMs();
  }

  /** Renews and stores a note with the task. @throws `cancelled` or `fenced` when the claim is lost. */
  async note(progress: { note: string; percent?: number }): Promise<void> {
    const { storage, task, fence, leaseMs } = this.kept;
    const reply = await storage.queues.renew({ taskId: task.id, fence, leaseMs, progress });
    if (reply.status === 'lost') throw this.lost(reply);
  }

  /** The store said that the claim is over. */
  lost(reply: { state?: TaskState }): AgentCoordError {
    const error = claimLost(this.kept.task, reply.state);
    this.lease.lose(error);
    return error;
  }

  /** The claim was settled or given up: no more renewals, and the signal stays as it is. */
  stop(): void {
    this.lease.stop();
    this.endWatch();
  }

  private async renew(options: {
    timeoutMs: number;
  }): Promise<{ status: 'renewed' } | { status: 'lost'; error: AgentCoordError }> {
    const { storage, task, fence, leaseMs, isSettling } = this.kept;
    const reply = await storage.queues.renew({ taskId: task.id, fence, leaseMs }, options);
    if (reply.status === 'renewed') return { status: 'renewed' };
    const error = claimLost(task, reply.state);
    // Thrown: "not known". The settlement's own answer decides.
    if (isSettling()) throw error;
    return { status: 'lost', error };
  }

  private endWatch(): void {
    clearTimeout(this.watchTimer);
    this.watching?.abort();
  }

  private async watch(): Promise<void> {
    const { storage, task } = this.kept;
    if (this.lease.lostBecause) return;
    this.watching = new AbortController();
    const { signal } = this.watching;
    this.lease.onLost(() => this.endWatch());
    try {
      const listener = await storage.signals.listen({ channels: [`task/${task.id}`] }, { signal });
      try {
        // The first look is for what happened before the listener was open.
        let heard: 'signalled' | 'timeout' = 'signalled';
        while (!signal.aborted) {
          if (heard === 'signalled') await this.lease.check();
          heard = await listener.next({ timeoutMs: LISTEN_MS, signal });
        }
      } finally {
        await listener.close();
      }
    } catch {
      // Stopped, or the storage cannot signal now: the next renewal finds out as well.
    }
  }
}
