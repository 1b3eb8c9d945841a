import { AgentCoordError, pause, type Storage } from '@agentcoord/core';
import type { LaunchExit, LaunchedProcess } from '../launcher/launcher.js';
import type { EndOfAgent } from './end-of-agent.js';
import { isActive, type SpawnedWorker } from './spawned-worker.js';
import type { WorkerRecords } from './worker-records.js';

const EXIT_WAIT_MS = 5_000;

interface WorkerEndsOptions {
  storage: Storage;
  records: WorkerRecords;
  endOfAgent: EndOfAgent;
  /** Whether its agent took itself off the list: then it ended as it meant to, though nobody saw how. */
  hasLeft(worker: SpawnedWorker): Promise<boolean>;
}

/** Writes down that a worker's process is gone, and frees what its agent held. */
export class WorkerEnds {
  private readonly notes = new Map<string, Promise<unknown>>();
  /** Of the workers that this process started: it will hear how they end. */
  private readonly exits = new Map<string, Promise<LaunchExit>>();
  private closed = false;

  constructor(private readonly options: WorkerEndsOptions) {}

  /** One note at a time for each worker: who saw its exit code and who stopped it may both come. */
  async note(worker: SpawnedWorker, exit: SpawnedWorker['exit']): Promise<SpawnedWorker> {
    const before = this.notes.get(worker.id) ?? Promise.resolve();
    const note = before.catch(() => undefined).then(() => this.write(worker, exit));
    this.notes.set(worker.id, note);
    try {
      return await note;
    } finally {
      if (this.notes.get(worker.id) === note) this.notes.delete(worker.id);
    }
  }

  /**
   * Notes how a worker ends, for as long as this process is there to see it. Only a service: what it
   * misses `adopt` finds out, though not the exit code.
   */
  watch({ worker, launched }: { worker: SpawnedWorker; launched: LaunchedProcess }): void {
    this.exits.set(worker.id, launched.exited);
    void launched.exited.then(async (exit) => {
      if (!this.closed) await this.note(worker, exit).catch(() => undefined);
      this.exits.delete(worker.id);
    });
  }

  /** How a worker ended that is known to be gone: whoever looks may see that before its parent hears how. */
  async exitOf(worker: SpawnedWorker): Promise<LaunchExit> {
    const exit = this.exits.get(worker.id) ?? Promise.resolve({});
    const enough = new AbortController();
    const late = pause(EXIT_WAIT_MS, enough.signal).catch(() => undefined);
    const seen = await Promise.race([exit, late]);
    enough.abort();
    return seen ?? {};
  }

  /** Resolves when what is being noted of it now is noted: until then its name is not free. */
  async settled(worker: SpawnedWorker): Promise<void> {
    await this.notes.get(worker.id)?.catch(() => undefined);
  }

  /** Stops watching, and ends when all that was seen is noted. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.allSettled(this.notes.values());
  }

  private async write(worker: SpawnedWorker, exit: SpawnedWorker['exit']): Promise<SpawnedWorker> {
    const exitedAt = await this.options.storage.now();
    const left = await this.options.hasLeft(worker);
    const noted = await this.options.records.change(worker, (now) => ({
      state: endState(now, exit),
      exitedAt: now.exitedAt ?? exitedAt,
      exit: { ...exit, ...(left ? { left } : {}), ...now.exit },
    }));
    await this.options.endOfAgent(noted).catch((error: unknown) => {
      // Another process is freeing the same agent at this moment.
      if (!AgentCoordError.is(error, 'conflict')) throw error;
    });
    return noted;
  }
}

/** What was decided after its end stands; a restart on a host that is gone is nobody's. */
function endState(now: SpawnedWorker, exit: SpawnedWorker['exit']): SpawnedWorker['state'] {
  if (isActive(now)) return now.handle === undefined ? 'failed' : 'exited';
  return now.state === 'restarting' && exit?.lost ? 'exited' : now.state;
}
