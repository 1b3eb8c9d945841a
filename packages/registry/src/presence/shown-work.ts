import type { RegisteredAgent } from '../registered-agent.js';

/** The next task mostly follows at once: then "idle" in between would be a write for nobody. */
const IDLE_AFTER_MS = 300;

/**
 * Shows in the registry what an agent does: its newest task, what it waits for, or nothing. The state is for people and
 * for the watch over hung agents; a store that cannot take it now must not end the work, so failures end here.
 */
export class ShownWork {
  private readonly tasks = new Map<string, string>();
  private readonly waits = new Set<{ what: string }>();
  private updates: Promise<void> = Promise.resolve();
  private idleTimer: NodeJS.Timeout | undefined;

  constructor(private readonly agent: Pick<RegisteredAgent, 'setTask' | 'setState' | 'progress'>) {}

  /** @returns what ends it. */
  begin(id: string, title: string): () => void {
    clearTimeout(this.idleTimer);
    this.idleTimer = undefined;
    this.tasks.set(id, title);
    this.show();
    return () => {
      if (!this.tasks.delete(id)) return;
      if (this.tasks.size > 0) this.show();
      else this.idleTimer = setTimeout(() => this.showIdle(), IDLE_AFTER_MS).unref();
    };
  }

  /** Who waits is not hung. @returns what ends the waiting. */
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

  /** Resolves when the registry shows what is true now. */
  settled(): Promise<void> {
    if (this.idleTimer !== undefined) this.showIdle();
    return this.updates;
  }

  private showIdle(): void {
    clearTimeout(this.idleTimer);
    this.idleTimer = undefined;
    this.show();
  }

  private show(): void {
    this.updates = this.updates.then(() => this.write()).catch(() => undefined);
  }

  private async write(): Promise<void> {
    const [id, title] = [...this.tasks].at(-1) ?? [];
    await this.agent.setTask(id);
    const [waiting] = this.waits;
    if (waiting !== undefined) await this.agent.setState('waiting', waiting.what);
    else await this.agent.setState(id === undefined ? 'idle' : 'working', title);
  }
}
