import {
  type AgentCoordError,
  backoffMs,
  type ClaimTasks,
  type Listener,
  pause,
  toAgentCoordError,
} from '@agentcoord/core';
import { Asks } from '../claim/asks.js';
import { type Taken, takeClaims } from '../claim/take-claims.js';
import type { QueueContext } from '../queue-context.js';
import { isPassing } from '../storage-trouble.js';
import { nextLookMs } from '../wait/next-look.js';
import { Lanes } from './lanes.js';
import type { Handler } from './run-handler.js';
import type { WorkSummary } from './work-event.js';
import type { WorkPlan } from './work-options.js';
import { WorkReport } from './work-report.js';

const TROUBLE_BACKOFF = { baseMs: 200, maxMs: 10_000 };

/** After the grace of the handlers: time to give their tasks back. */
const SETTLE_AT_STOP_MS = 3_000;

export interface Work {
  request: ClaimTasks;
  handler: Handler;
  plan: WorkPlan;
}

/** Looks for tasks, hands them to lanes, and waits for more: until it is told to stop, or the plan is fulfilled. */
export class WorkLoop {
  private readonly report: WorkReport;
  private readonly asks: Asks;
  private readonly lanes: Lanes;
  private readonly stopping = new AbortController();
  /** Ends the present wait: a lane ended, or the loop is to stop. */
  private wake = new AbortController();
  private listener: Listener | undefined;
  private idleSince: number | undefined;
  private troubles = 0;
  private draining = false;
  private fatal: AgentCoordError | undefined;

  constructor(
    private readonly context: QueueContext,
    private readonly work: Work,
  ) {
    this.report = new WorkReport(work.plan.onEvent);
    this.asks = new Asks(work.request);
    this.lanes = new Lanes(context, {
      ...work,
      asks: this.asks,
      report: this.report,
      onLaneEnd: () => this.wake.abort(),
      onFatal: (error) => this.fail(error),
    });
  }

  async run(): Promise<WorkSummary> {
    const { signal, drain } = this.work.plan;
    const stop = (): void => this.stop();
    const endClaiming = (): void => this.drain();
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
    if (drain?.aborted) endClaiming();
    else drain?.addEventListener('abort', endClaiming, { once: true });
    try {
      await this.dispatch();
      await this.lanesEnd();
    } finally {
      signal?.removeEventListener('abort', stop);
      drain?.removeEventListener('abort', endClaiming);
      await this.listener?.close();
    }
    if (this.fatal) throw this.fatal;
    return { ...this.report.summary };
  }

  private drain(): void {
    this.draining = true;
    this.lanes.drain();
    this.wake.abort();
  }

  private stop(): void {
    this.stopping.abort();
    this.wake.abort();
    this.lanes.stop();
  }

  private fail(error: AgentCoordError): void {
    this.fatal ??= error;
    this.stop();
  }

  private async dispatch(): Promise<void> {
    while (!this.stopping.signal.aborted && !this.draining && !this.lanes.exhausted) {
      this.wake = new AbortController();
      const count = this.lanes.reserve();
      try {
        if (count === 0) await aborted(this.wake.signal);
        else if (!(await this.look(count))) return;
      } catch (error) {
        await this.trouble(error);
      }
    }
  }

  /** Claims up to `count` tasks, or listens for more. @returns false when the loop has been idle long enough. */
  private async look(count: number): Promise<boolean> {
    const { storage, queue } = this.context;
    const { signal } = this.stopping;
    // Opened before the first look: what is added in between is heard.
    this.listener ??= await storage.signals.listen({ channels: [`queue/${queue}`] }, { signal });
    const { reply } = await this.claim(count);
    this.troubles = 0;
    if (reply.status === 'empty') return this.listen(this.listener, reply.nextDueAt);
    this.idleSince = undefined;
    return true;
  }

  private async claim(count: number): Promise<Taken> {
    let began = 0;
    try {
      const taken = await takeClaims(this.context, this.asks.for(count), this.stopping.signal);
      began = this.lanes.start(taken);
      return taken;
    } finally {
      this.lanes.unreserve(count - began);
    }
  }

  private async listen(listener: Listener, nextDueAt: number | undefined): Promise<boolean> {
    const { storage, random } = this.context;
    const idleLeftMs = this.idleLeftMs();
    if (idleLeftMs <= 0) return false;
    const lookMs = await nextLookMs({ storage, random, pollMs: this.work.plan.pollMs, nextDueAt });
    const { signal } = this.wake;
    try {
      await listener.next({ timeoutMs: Math.min(lookMs, idleLeftMs), signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    return true;
  }

  /** How long the loop may still be idle before it ends. */
  private idleLeftMs(): number {
    if (this.lanes.busy) {
      this.idleSince = undefined;
      return Number.POSITIVE_INFINITY;
    }
    const now = this.context.clock.elapsed();
    if (this.idleSince === undefined) {
      this.idleSince = now;
      this.report.tell({ type: 'idle' });
    }
    const { stopAfterIdleMs = Number.POSITIVE_INFINITY } = this.work.plan;
    return Math.ceil(this.idleSince + stopAfterIdleMs - now);
  }

  /** The store may come back: look again, ever more slowly. Any other error ends the loop. */
  private async trouble(thrown: unknown): Promise<void> {
    const { signal } = this.stopping;
    if (signal.aborted) return;
    const error = toAgentCoordError(thrown);
    if (!isPassing(error)) return this.fail(error);
    this.troubles += 1;
    const retryInMs = TROUBLE_BACKOFF.baseMs + backoffMs(this.troubles, TROUBLE_BACKOFF, this.context.random);
    this.report.tell({ type: 'storage-failed', error, retryInMs });
    await pause(retryInMs, signal).catch(() => undefined);
  }

  /** Lanes end by themselves; once told to stop, they have the grace time and a little more. */
  private async lanesEnd(): Promise<void> {
    const { signal } = this.stopping;
    const over = new AbortController();
    const tooLate = aborted(signal).then(() =>
      pause(this.work.plan.graceMs + SETTLE_AT_STOP_MS, over.signal),
    );
    try {
      await Promise.race([this.lanes.ended(), tooLate]);
    } finally {
      tooLate.catch(() => undefined);
      over.abort();
    }
    this.lanes.abandon();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
