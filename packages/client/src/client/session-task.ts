import type { JsonObject, JsonValue, Task, TaskState } from '@agentcoord/core';
import type { ClaimedTask } from '@agentcoord/queue';
import type { CurrentTasks } from './current-tasks.js';

/** A claimed task as its worker sees it. */
export type HeldTask = Pick<ClaimedTask, keyof ClaimedTask>;

/** A claimed task that shows in its agent's state: working while it is held, progress when it moves on. */
export class SessionTask implements HeldTask {
  constructor(
    private readonly claimed: ClaimedTask,
    private readonly current: CurrentTasks,
  ) {
    // A lost or cancelled task is not held any more, whatever its worker does next.
    claimed.signal.addEventListener('abort', () => void current.end(claimed.id), { once: true });
  }

  get id(): string {
    return this.claimed.id;
  }
  get title(): string {
    return this.claimed.title;
  }
  get description(): string | undefined {
    return this.claimed.description;
  }
  get payload(): JsonObject | undefined {
    return this.claimed.payload;
  }
  get priority(): number {
    return this.claimed.priority;
  }
  get tags(): readonly string[] {
    return this.claimed.tags;
  }
  get attempt(): number {
    return this.claimed.attempt;
  }
  get maxAttempts(): number {
    return this.claimed.maxAttempts;
  }
  get fence(): number {
    return this.claimed.fence;
  }
  get task(): Task {
    return this.claimed.task;
  }
  get signal(): AbortSignal {
    return this.claimed.signal;
  }
  get settled(): boolean {
    return this.claimed.settled;
  }

  remainingMs(): number {
    return this.claimed.remainingMs();
  }

  async progress(note: string, percent?: number): Promise<void> {
    this.current.progress(note);
    await this.claimed.progress(note, percent);
  }

  complete(result?: JsonValue): Promise<void> {
    return this.thenEnd(() => this.claimed.complete(result));
  }

  fail(...failure: Parameters<ClaimedTask['fail']>): Promise<TaskState> {
    return this.thenEnd(() => this.claimed.fail(...failure));
  }

  release(reason?: string): Promise<void> {
    return this.thenEnd(() => this.claimed.release(reason));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.thenEnd(async () => this.claimed[Symbol.asyncDispose]());
  }

  /** An error leaves the task held: it may be settled again. Only a late settlement ends it. */
  private async thenEnd<T>(settle: () => Promise<T>): Promise<T> {
    try {
      return await settle();
    } finally {
      if (this.claimed.settled || this.claimed.signal.aborted) await this.current.end(this.claimed.id);
    }
  }
}
