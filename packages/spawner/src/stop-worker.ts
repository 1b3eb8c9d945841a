import { hostname } from 'node:os';
import type { Launcher, StopOutcome } from './launcher/launcher.js';
import { mayBeStarting } from './record/observe.js';
import { hasItsName, type SpawnedWorker } from './record/spawned-worker.js';
import type { SpawnerContext } from './spawner-context.js';
import type { StopReport } from './stop-report.js';

export interface StopWorker {
  worker: SpawnedWorker;
  launcher: Launcher;
  graceMs: number;
  signal?: AbortSignal;
}

/** Ends this life of a worker, and any that a supervisor began in the meantime. */
export async function stopWorker(context: SpawnerContext, stop: StopWorker): Promise<StopReport> {
  const { launcher, graceMs, signal } = stop;
  const { clock } = context;
  const began = clock.elapsed();
  const worker = await markStopped(context, stop.worker);
  // Where it was nobody can be asked any more; on that very host everybody can.
  const isElsewhere = (worker.handle?.host ?? worker.spawnerHost) !== hostname();
  const isOutOfReach = worker.exit?.lost === true && isElsewhere;
  const handle = isOutOfReach ? undefined : (worker.handle ?? (await launcher.find?.(worker.id)));
  const { outcome, killed } = handle
    ? await launcher.stop(handle, { graceMs, signal })
    : { outcome: await withoutProcess(context, worker), killed: 0 };
  if (outcome !== 'still_running') await context.ends.note(worker, { reason: outcome });
  const { id, name } = worker;
  const tookMs = Math.round(clock.elapsed() - began);
  return { id, name, outcome, killed, ...(handle?.pid === undefined ? {} : { pid: handle.pid }), tookMs };
}

/** Whoever starts it hears that it is not wanted, and ends what came to be meanwhile. */
async function withoutProcess({ storage }: SpawnerContext, worker: SpawnedWorker): Promise<StopOutcome> {
  return mayBeStarting(worker, await storage.now()) ? 'stopped' : 'already_gone';
}

/**
 * Written down before anything is signalled: whoever starts others in its place sees an end that was wanted, and whoever starts it
 * that it shall not be.
 */
async function markStopped(context: SpawnerContext, worker: SpawnedWorker): Promise<SpawnedWorker> {
  if (!hasItsName(worker)) return worker;
  const marked = await context.records.change(worker, ({ state }) => ({
    stopRequested: true,
    ...(state === 'restarting' ? { state: 'exited' as const } : {}),
  }));
  if (marked.stopRequested || worker.restart === undefined) return marked;
  const now = await context.records.get(worker.name);
  // Its next life began just before; that is the one to end.
  return now ? markStopped(context, now.worker) : worker;
}
