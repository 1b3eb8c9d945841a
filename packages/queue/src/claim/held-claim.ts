import {
  type AgentCoordError,
  type ClaimReply,
  type ClaimTasks,
  crashPoint,
  LateAbort,
  type Task,
  type TaskClaim,
  type TaskOutcome,
  type TaskState,
} from '@agentcoord/core';
import type { QueueContext } from '../queue-context.js';
import { ClaimKeeper } from './claim-keeper.js';
import { claimSettledBefore, settleUnknown } from './claim-lost.js';
import { settleWithRetries } from './settle-with-retries.js';

export interface Settled {
  state: TaskState;
  /** The answer to the claim that rode along, and when that was sent. */
  next?: { reply: ClaimReply; sentAt: number };
}

/** A release that does not get through is made by the lease running out, so nobody waits long for it. */
const RELEASE_PATIENCE_MS = 2_000;

/** One claim from its grant to its end: kept alive, lost, or settled once. */
export class HeldClaim {
  readonly task: Task;
  readonly fence: number;
  /** How it was settled, once the store has said so. */
  settlement: { outcome: TaskOutcome; state: TaskState } | undefined;
  private readonly keeper: ClaimKeeper;
  private readonly stopped = new LateAbort();
  private answer: Promise<Settled> | undefined;

  constructor(
    private readonly context: QueueContext,
    claim: TaskClaim,
    granted: { leaseMs: number; sentAt: number },
  ) {
    crashPoint('task-claimed');
    this.task = claim.task;
    this.fence = claim.fence;
    this.keeper = new ClaimKeeper({
      storage: context.storage,
      clock: context.clock,
      task: claim.task,
      fence: claim.fence,
      leaseMs: claim.task.leaseMs ?? granted.leaseMs,
      sentAt: granted.sentAt,
      isSettling: () => this.answer !== undefined,
    });
    // Also where it was granted so late that its lease is over already.
    this.keeper.onLost((reason) => this.stopped.abort(reason));
  }

  /** Aborts when the work should stop: the claim was lost, or the worker was told to stop. */
  get signal(): AbortSignal {
    return this.stopped.signal;
  }

  /** Like a listener of `signal`, at a tenth of its cost. @returns what ends the listening. */
  onStop(listener: () => void): () => void {
    return this.stopped.onAbort(listener);
  }

  get toldToStop(): boolean {
    return this.stopped.reason !== undefined;
  }

  /** Why the claim is no longer ours, though it was never settled. */
  get lostBecause(): AgentCoordError | undefined {
    return this.keeper.lostBecause;
  }

  remainingMs(): number {
    return this.settlement === undefined ? this.keeper.remainingMs() : 0;
  }

  /** Tells the work to stop; the claim itself stays until it is settled. */
  interrupt(reason: AgentCoordError): void {
    this.stopped.abort(reason);
  }

  note(progress: { note: string; percent?: number }): Promise<void> {
    return this.keeper.note(progress);
  }

  /** @throws `fenced` or `cancelled` when the claim is over; then nothing was changed, and nothing was claimed. */
  async settle(outcome: TaskOutcome, next?: ClaimTasks): Promise<Settled> {
    if (this.settlement) throw claimSettledBefore(this.task, this.settlement.outcome.kind);
    if (this.answer !== undefined) throw claimSettledBefore(this.task, 'its answer is still on the way');
    this.answer = this.send(outcome, next).finally(() => {
      this.answer = undefined;
    });
    return await this.answer;
  }

  /** When a settlement is on its way: until its answer is there. */
  async answered(): Promise<void> {
    await this.answer?.catch(() => undefined);
  }

  /** Stops renewing and leaves the claim to its lease. */
  abandon(): void {
    this.keeper.stop();
  }

  private async send(outcome: TaskOutcome, next: ClaimTasks | undefined): Promise<Settled> {
    crashPoint('task-before-settle');
    const { clock } = this.context;
    const until =
      clock.elapsed() + (outcome.kind === 'release' ? RELEASE_PATIENCE_MS : Number.POSITIVE_INFINITY);
    const patienceMs = (): number => Math.min(this.keeper.remainingMs(), until - clock.elapsed());
    const request = { taskId: this.task.id, fence: this.fence, outcome, next };
    const { reply, sentAt, afterUnknown } = await settleWithRetries(this.context, request, patienceMs);
    if (reply.status === 'fenced') {
      const lost = this.keeper.lost(reply);
      throw afterUnknown ? settleUnknown(this.task, reply.state) : lost;
    }
    this.settlement = { outcome, state: reply.state };
    this.keeper.stop();
    crashPoint('task-settled');
    return { state: reply.state, next: reply.next && { reply: reply.next, sentAt } };
  }
}
