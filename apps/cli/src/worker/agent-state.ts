import type { RegisteredAgent } from '@agentcoord/registry';

/** The next task mostly follows at once: then "idle" in between would be a write for nobody. */
const IDLE_AFTER_MS = 300;

/**
 * Shows what a worker does in the registry: working on its newest task, idle without any. The state is
 * for people: a store that cannot take it now must not end the work, so failures end here.
 */
export class AgentState {
  private readonly tasks = new Map<string, string>();
  private updates: Promise<void> = Promise.resolve();
  private readonly waits = new Set<{ what: string }>();
  private idleTimer: NodeJS.Timeout | undefined;

  constructor(private readonly agent: RegisteredAgent) {}

  begin(id: string, title: string): void {
    clearTimeout(this.idleTimer);
    this.tasks.set(id, title);
    this.show();
  }

  end(id: string): void {
    const { size } = this.tasks;
    this.tasks.delete(id);
    if (this.tasks.size > 0) this.show();
    else if (size > 0) this.idleTimer = setTimeout(() => this.show(), IDLE_AFTER_MS).unref();
  }

  /** Who waits for a person is not hung. @returns what ends the waiting. */
  wait(what: string): () => void {
    const waiting = { what };
    this.waits.add(waiting);
    this.show();
    return () => {
      this.waits.delete(waiting);
      this.show();
    };
  }

  /** A sign of life from the work itself; without one for long, the agent counts as hung. */
  progress(note: string): void {
    this.agent.progress(note);
  }

  settled(): Promise<void> {
    clearTimeout(this.idleTimer);
    return this.updates;
  }

  private show(): void {
    this.updates = this.updates.then(() => this.update()).catch(() => undefined);
  }

  private async update(): Promise<void> {
    const [id, title] = [...this.tasks].at(-1) ?? [];
    await this.agent.setTask(id);
    const [waiting] = this.waits;
    if (waiting) await this.agent.setState('waiting', waiting.what);
    else await this.agent.setState(id === undefined ? 'idle' : 'working', title);
  }
}
