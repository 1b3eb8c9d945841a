import type { LaunchedProcess } from '../launcher/launcher.js';
import type { SpawnerContext } from '../spawner-context.js';
import { noteEnded } from './note-ended.js';
import type { SpawnedWorker } from './spawned-worker.js';

/**
 * Notes how workers of this process end, for as long as this process is there to see it.
 * Only a service: what it misses `adopt` finds out, though not the exit code.
 */
export class ExitWatch {
  private readonly notes = new Set<Promise<unknown>>();
  private closed = false;

  constructor(private readonly context: SpawnerContext) {}

  add({ worker, launched }: { worker: SpawnedWorker; launched: LaunchedProcess }): void {
    void launched.exited.then((exit) => {
      if (this.closed) return;
      const note = noteEnded(this.context, worker, exit).catch(() => undefined);
      this.notes.add(note);
      void note.finally(() => this.notes.delete(note));
    });
  }

  /** Ends when all that was seen is noted. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all(this.notes);
  }
}
