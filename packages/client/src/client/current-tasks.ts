import type { RegisteredAgent } from '@agentcoord/registry';

interface CurrentTask {
  id: string;
  title: string;
}

/**
 * Keeps an agent's shown state in step with what it does: working on the newest task it holds, waiting while
 * it waits for a decision, idle without any of that.
 * The state is for people. A store that cannot take it now must not undo a claim or a completion that
 * is already recorded, so failures end here; the next change, or the heartbeat, shows the trouble.
 */
export class CurrentTasks {
  private readonly tasks = new Map<string, CurrentTask>();
  private readonly waits = new Set<{ what: string }>();
  private updates: Promise<void> = Promise.resolve();

  constructor(
    private readonly agent: RegisteredAgent,
    /** Shown while no task is held. */
    private readonly workingOn: string | undefined,
  ) {}

  begin(task: CurrentTask): Promise<void> {
    this.tasks.set(task.id, task);
    return this.show();
  }

  end(taskId: string): Promise<void> {
    return this.tasks.delete(taskId) ? this.show() : Promise.resolve();
  }

  /** Shows the agent as waiting: who waits for a person is not hung. */
  async whileWaiting<T>(what: string, wait: () => Promise<T>): Promise<T> {
    const waiting = { what };
    this.waits.add(waiting);
    await this.show();
    try {
      return await wait();
    } finally {
      this.waits.delete(waiting);
      await this.show();
    }
  }

  progress(note?: string): void {
    this.agent.progress(note);
  }

  /** Resolves when everything begun so far is shown. */
  settled(): Promise<void> {
    return this.updates;
  }

  /** One update at a time, each of what is true when its turn comes. */
  private show(): Promise<void> {
    this.updates = this.updates.then(() => this.update()).catch(() => undefined);
    return this.updates;
  }

  private async update(): Promise<void> {
    const newest = [...this.tasks.values()].at(-1);
    await this.agent.setTask(newest?.id);
    const waiting = [...this.waits].at(-1);
    if (waiting) return this.agent.setState('waiting', waiting.what);
    await this.agent.setState(newest ? 'working' : 'idle', newest?.title ?? this.workingOn);
  }
}
