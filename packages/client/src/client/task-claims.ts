import type { ClaimedTask, ClaimOptions, TaskQueue } from '@agentcoord/queue';
import type { CurrentTasks } from './current-tasks.js';
import { type HeldTask, SessionTask } from './session-task.js';

/** Claims tasks for one client, and knows which of them it still holds. */
export class TaskClaims {
  private readonly held = new Set<ClaimedTask>();

  constructor(
    private readonly queue: TaskQueue,
    /** What a claim asks for that names nothing. */
    private readonly defaults: Pick<ClaimOptions, 'tags' | 'capabilities'>,
    private readonly current: CurrentTasks | undefined,
  ) {}

  async claim(options: ClaimOptions = {}): Promise<HeldTask | undefined> {
    const { tags = this.defaults.tags, capabilities = this.defaults.capabilities } = options;
    const claimed = await this.queue.claim({ ...options, tags, capabilities });
    if (!claimed) return undefined;
    this.forgetEnded();
    this.held.add(claimed);
    if (!this.current) return claimed;
    await this.current.begin({ id: claimed.id, title: claimed.title });
    return new SessionTask(claimed, this.current);
  }

  /** Gives back what is not settled; the attempts are not counted. */
  async releaseAll(): Promise<void> {
    this.forgetEnded();
    await Promise.all([...this.held].map((task) => task[Symbol.asyncDispose]()));
    this.held.clear();
    await this.current?.settled();
  }

  private forgetEnded(): void {
    for (const task of this.held) if (task.settled || task.signal.aborted) this.held.delete(task);
  }
}
