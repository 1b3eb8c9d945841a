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
    const claimed = await this.queue.claim({ ...this.defaults, ...options });
    if (!claimed) return undefined;
    for (const task of this.held) if (task.settled) this.held.delete(task);
    this.held.add(claimed);
    if (!this.current) return claimed;
    await this.current.begin({ id: claimed.id, title: claimed.title });
    return new SessionTask(claimed, this.current);
  }

  /** Gives back what is not settled; the attempts are not counted. */
  async releaseAll(): Promise<void> {
    const held = [...this.held].filter((task) => !task.settled);
    this.held.clear();
    await Promise.all(held.map((task) => task.release('its session was closed')));
    await this.current?.settled();
  }
}
