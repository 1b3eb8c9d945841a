import type { Storage } from '@agentcoord/core';
import type { LaunchedProcess } from '../launcher/launcher.js';
import type { SpawnedWorker } from './spawned-worker.js';
import type { WorkerRecords } from './worker-records.js';

/**
 * Notes how workers of this process end, for as long as this process is there to see it.
 * Only a service: what it misses, `adopt` finds out, though not the exit code.
 */
export class ExitWatch {
  private readonly notes = new Set<Promise<void>>();
  private closed = false;

  constructor(
    private readonly storage: Storage,
    private readonly records: WorkerRecords,
  ) {}

  add({ worker, launched }: { worker: SpawnedWorker; launched: LaunchedProcess }): void {
    void launched.exited.then((exit) => {
      if (this.closed) return;
      const note = this.note(worker, exit).catch(() => undefined);
      this.notes.add(note);
      void note.finally(() => this.notes.delete(note));
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all(this.notes);
  }

  private async note(worker: SpawnedWorker, exit: SpawnedWorker['exit']): Promise<void> {
    const exitedAt = await this.storage.now();
    await this.records.change(worker, (now) => ({
      state: 'exited',
      exitedAt: now.exitedAt ?? exitedAt,
      exit: { ...now.exit, ...exit },
    }));
  }
}
