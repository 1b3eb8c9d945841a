import type { RegisteredAgent } from '@agentcoord/registry';

interface CurrentTask {
  id: string;
  title: string;
}

/**
 * Keeps an agent's shown state in step with the tasks it holds: working on the newest, idle without any.
 * The state is for people. A store that cannot take it now must not undo a claim or a completion that
 * is already recorded, so failures end here; the next change, or the heartbeat, shows the trouble.
 */
export class CurrentTasks {
  private readonly tasks = new Map<string, CurrentTask>();
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
    await this.agent.setState(newest ? 'working' : 'idle', newest?.title ?? this.workingOn);
  }
}
