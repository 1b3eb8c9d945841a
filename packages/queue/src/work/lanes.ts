import { AgentCoordError, type ClaimTasks, toAgentCoordError } from '@agentcoord/core';
import type { Asks } from '../claim/asks.js';
import { ClaimedTask } from '../claim/claimed-task.js';
import { releaseOutcome } from '../claim/failure-outcome.js';
import { HeldClaim } from '../claim/held-claim.js';
import type { Taken } from '../claim/take-claims.js';
import type { QueueContext } from '../queue-context.js';
import { type Handled, type Handler, runHandler } from './run-handler.js';
import { settleHandled } from './settle-handled.js';
import type { WorkPlan } from './work-options.js';
import type { WorkReport } from './work-report.js';

export interface LanesOptions {
  request: ClaimTasks;
  asks: Asks;
  handler: Handler;
  plan: WorkPlan;
  report: WorkReport;
  onLaneEnd: () => void;
  /** An error that waiting does not mend. */
  onFatal: (error: AgentCoordError) => void;
}

/**
 * The tasks being worked on. A lane begins with one claim and goes on with the task that is claimed
 * in the same trip as the last one is settled; it ends when there is none.
 */
export class Lanes {
  private readonly running = new Set<Promise<void>>();
  private readonly held = new Set<HeldClaim>();
  /** Tasks that may still be asked for; a reservation stands for a claim on its way. */
  private left: number;
  private started = 0;
  private stopped = false;
  private draining = false;

  constructor(
    private readonly context: QueueContext,
    private readonly options: LanesOptions,
  ) {
    this.left = options.plan.maxTasks;
  }

  get busy(): boolean {
    return this.running.size > 0;
  }

  /** No more tasks than `maxTasks` were asked for, and all of those have begun. */
  get exhausted(): boolean {
    return this.started >= this.options.plan.maxTasks;
  }

  /** How many tasks to claim now; each is counted until `start` or `unreserve`. */
  reserve(): number {
    const count = Math.min(this.options.plan.concurrency - this.running.size, this.left);
    this.left -= count;
    return count;
  }

  unreserve(count: number): void {
    this.left += count;
  }

  /** @returns how many lanes began. */
  start({ reply, sentAt }: Taken): number {
    if (reply.status === 'empty') return 0;
    for (const granted of reply.claims) {
      const claim = new HeldClaim(this.context, granted, { leaseMs: this.options.request.leaseMs, sentAt });
      const lane = this.run(claim).then(() => {
        this.running.delete(lane);
        this.options.onLaneEnd();
      });
      this.running.add(lane);
    }
    return reply.claims.length;
  }

  /** No lane claims again; what is being worked on, or was just claimed, is worked on to its end. */
  drain(): void {
    this.draining = true;
  }

  /** Tells every handler to stop; no lane claims again. */
  stop(): void {
    this.stopped = true;
    for (const claim of this.held) claim.interrupt(stopError());
  }

  async ended(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  /** What did not end in time is left to its lease. */
  abandon(): void {
    for (const claim of this.held) {
      claim.abandon();
      this.options.report.tell({ type: 'task-lost', task: claim.task, error: stopError() });
    }
  }

  private async run(first: HeldClaim): Promise<void> {
    let claim: HeldClaim | undefined = first;
    try {
      while (claim) claim = await this.workOn(claim);
    } catch (error) {
      this.options.onFatal(toAgentCoordError(error));
    }
  }

  private async workOn(claim: HeldClaim): Promise<HeldClaim | undefined> {
    if (this.stopped) return await giveBack(claim);
    const { handler, plan, report } = this.options;
    this.started += 1;
    this.held.add(claim);
    try {
      report.tell({ type: 'task-claimed', task: claim.task });
      const task = new ClaimedTask(this.context, claim);
      const handled = await runHandler(handler, task, { claim, graceMs: plan.graceMs });
      return await this.settle(claim, handled);
    } finally {
      this.held.delete(claim);
    }
  }

  private async settle(claim: HeldClaim, handled: Handled): Promise<HeldClaim | undefined> {
    const { request, asks, report } = this.options;
    const reserved = this.stopped || this.draining || this.left === 0 ? 0 : 1;
    this.left -= reserved;
    let began = 0;
    try {
      const next = reserved === 1 ? asks.for(1) : undefined;
      const verdict = await settleHandled(this.context, { claim, handled, next });
      report.tell(verdict.event);
      if (verdict.next === undefined || verdict.next.reply.status === 'empty') return undefined;
      const [granted] = verdict.next.reply.claims;
      if (granted === undefined) return undefined;
      began = 1;
      return new HeldClaim(this.context, granted, { leaseMs: request.leaseMs, sentAt: verdict.next.sentAt });
    } finally {
      this.unreserve(reserved - began);
    }
  }
}

/** A claim that was granted while the loop stopped; no handler has seen it. */
async function giveBack(claim: HeldClaim): Promise<undefined> {
  // Where it does not get through, the lease gives the task back.
  await claim.settle(releaseOutcome('the worker stopped')).catch(() => claim.abandon());
}

function stopError(): AgentCoordError {
  return new AgentCoordError('aborted', 'The worker is stopping: end the work; its task is given back.');
}
