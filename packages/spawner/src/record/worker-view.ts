import type { Launcher } from '../launcher/launcher.js';
import type { SpawnerContext } from '../spawner-context.js';
import { findLost, otherHostOf } from './lost-workers.js';
import { asObserved, type Observation, observe, runningAs } from './observe.js';
import { isActive, type SpawnedWorker } from './spawned-worker.js';

/** What is seen of a worker beside its own record. */
type Seen = { worker: SpawnedWorker; observation: Observation; lost?: string };

/** The recorded workers as they are now. */
export class WorkerView {
  constructor(
    private readonly context: SpawnerContext,
    private readonly options: { launchers: ReadonlyMap<string, Launcher>; lostAfterMs: number },
  ) {}

  /** Changes nothing. */
  async list(): Promise<SpawnedWorker[]> {
    const seen = await this.observe();
    return seen.map(({ worker, observation, lost }) =>
      lost === undefined ? asObserved(worker, observation) : asLost(worker, lost),
    );
  }

  /** Writes down what the records do not say yet. */
  async correct(): Promise<SpawnedWorker[]> {
    const seen = await this.observe();
    return Promise.all(seen.map((one) => this.correctOne(one)));
  }

  /** The worker as it is now, written off where its host is gone; any other is left alone. */
  async writeOff(worker: SpawnedWorker): Promise<SpawnedWorker> {
    if (otherHostOf(worker) === undefined) return worker;
    const [seen] = await this.observe([worker]);
    return seen?.lost === undefined ? worker : this.correctOne(seen);
  }

  private async observe(only?: readonly SpawnedWorker[]): Promise<Seen[]> {
    const { context, options } = this;
    const now = await context.storage.now();
    const workers = only ?? (await context.records.list()).map(({ worker }) => worker);
    const [lost, observations] = await Promise.all([
      findLost(context, workers, { now, lostAfterMs: options.lostAfterMs }),
      Promise.all(workers.map((worker) => this.observeOne(worker, now))),
    ]);
    return workers.map((worker, index) => {
      const observation = observations[index] ?? { status: 'unchanged' as const };
      const reason = observation.status === 'unchanged' ? lost.get(worker.id) : undefined;
      return { worker, observation, ...(reason === undefined ? {} : { lost: reason }) };
    });
  }

  /** What a worker runs on cannot be asked now: nothing follows from that, least of all for the others. */
  private async observeOne(worker: SpawnedWorker, now: number): Promise<Observation> {
    try {
      return await observe(worker, this.options.launchers.get(worker.mode), now);
    } catch {
      return { status: 'unchanged' };
    }
  }

  private async correctOne({ worker, observation, lost }: Seen): Promise<SpawnedWorker> {
    const { records, ends } = this.context;
    if (lost !== undefined) return ends.note(worker, { reason: lost, lost: true });
    if (observation.status === 'unchanged') return worker;
    // What was ended since it was seen stays ended.
    if (observation.status === 'found')
      return records.change(worker, (now) => (isActive(now) ? runningAs(observation.handle) : {}));
    const left = worker.handle ?? observation.handle;
    if (left !== undefined)
      await this.options.launchers
        .get(worker.mode)
        ?.clear?.(left)
        .catch(() => undefined);
    const exit = await ends.exitOf(worker);
    return ends.note(worker, { reason: observation.reason, ...exit });
  }
}

function asLost(worker: SpawnedWorker, reason: string): SpawnedWorker {
  const state = worker.state === 'starting' ? 'failed' : 'exited';
  return { ...worker, state, exit: { reason, lost: true, ...worker.exit } };
}
