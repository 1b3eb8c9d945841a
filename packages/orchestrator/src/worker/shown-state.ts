import type { RegisteredAgent } from '@agentcoord/registry';

/**
 * Shows in the registry what a worker does: its newest task, what it waits for, or nothing. The state is for people and
 * for the watch over hung agents; a store that cannot take it now must not end the work, so failures end here.
 */
export class ShownState {
  private readonly tasks = new Map<string, string>();
  private readonly waits = new Set<{ what: string }>();
  private updates: Promise<void> = Promise.resolve();

  constructor(private readonly agent: RegisteredAgent) {}

  /** @returns what ends it. */
  begin(id: string, title: string): () => void {
    this.tasks.set(id, title);
    this.show();
    return () => {
      this.tasks.delete(id);
      this.show();
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

  settled(): Promise<void> {
    return this.updates;
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
