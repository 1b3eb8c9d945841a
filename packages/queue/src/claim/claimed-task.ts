import {
  AgentCoordError,
  type JsonObject,
  type JsonValue,
  type Task,
  type TaskState,
} from '@agentcoord/core';
import type { QueueContext } from '../queue-context.js';
import { type FailOptions, failureOutcome, releaseOutcome } from './failure-outcome.js';
import { noteText } from './failure-text.js';
import type { HeldClaim } from './held-claim.js';

const MAX_NOTE_CHARACTERS = 2_000;

/**
 * A task that this worker holds. Its lease renews itself; settle it once with `complete`, `fail` or
 * `release`. `await using` releases it when the block ends unsettled.
 */
export class ClaimedTask {
  readonly id: string;
  readonly title: string;
  readonly description: string | undefined;
  readonly payload: JsonObject | undefined;
  readonly priority: number;
  readonly tags: readonly string[];
  /** This try, from 1. */
  readonly attempt: number;
  readonly maxAttempts: number;
  /** Greater than that of every claim before: give it to whatever must refuse a stale worker. */
  readonly fence: number;
  /** The whole task as it was claimed. */
  readonly task: Task;

  constructor(
    private readonly context: Pick<QueueContext, 'retry' | 'random'>,
    private readonly claim: HeldClaim,
  ) {
    const { task } = claim;
    this.id = task.id;
    this.title = task.title;
    this.description = task.description;
    this.payload = task.payload;
    this.priority = task.priority;
    this.tags = task.tags;
    this.attempt = task.attempts;
    this.maxAttempts = task.maxAttempts;
    this.fence = claim.fence;
    this.task = task;
  }

  /**
   * Aborts when the work should stop: `cancelled` (the task was), `fenced` (the claim is lost: the
   * lease ran out, or this worker was declared dead), `aborted` (the work loop was told to stop).
   */
  get signal(): AbortSignal {
    return this.claim.signal;
  }

  get settled(): boolean {
    return this.claim.settlement !== undefined;
  }

  /** How long the work may go on if the store is not heard of again. 0 once lost or settled. */
  remainingMs(): number {
    return this.claim.remainingMs();
  }

  /** Shows people how far it is; also renews. @throws `fenced` or `cancelled` when the claim is lost. */
  async progress(note: string, percent?: number): Promise<void> {
    await this.claim.note({
      note: noteText(note, MAX_NOTE_CHARACTERS),
      ...(percent === undefined ? {} : { percent: Math.round(percent) }),
    });
  }

  /** @param result plain JSON, at most 64 KiB. @throws `fenced` or `cancelled`: too late, nothing was recorded. */
  async complete(result?: JsonValue): Promise<void> {
    await this.claim.settle(result === undefined ? { kind: 'complete' } : { kind: 'complete', result });
  }

  /**
   * Records a failed try. The task is tried again after a delay, or ends in the dead letter when no
   * attempt is left. Secrets that can be recognised are removed from the text.
   * @returns the state of the task now: `scheduled`, `ready` or `failed`.
   * @throws `fenced` or `cancelled`: too late, nothing was recorded.
   */
  async fail(error: unknown, options: FailOptions = {}): Promise<TaskState> {
    const outcome = failureOutcome(this.context, { error, attempt: this.attempt, ...options });
    return (await this.claim.settle(outcome)).state;
  }

  /** Gives the task back unworked: the attempt is not counted. @throws `fenced` or `cancelled`. */
  async release(reason?: string): Promise<void> {
    await this.claim.settle(releaseOutcome(reason));
  }

  /** Releases what was not settled. A claim that is lost needs no release. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.settled || this.claim.lostBecause) return;
    try {
      await this.release();
    } catch (error) {
      if (!AgentCoordError.is(error, 'fenced', 'cancelled')) throw error;
    }
  }
}
