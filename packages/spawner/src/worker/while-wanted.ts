import { setTimeout as pause } from 'node:timers/promises';
import { AgentCoordError } from '@agentcoord/core';
import { isActive, type SpawnedWorker } from '../record/spawned-worker.js';
import type { SpawnerContext } from '../spawner-context.js';

const LOOK_EVERY_MS = 1_000;
const SAY_EVERY_MS = 15_000;

/**
 * Runs what starts a worker, however long that takes, and says in its record all the while that somebody is at it.
 * Its signal fires when the worker was stopped meanwhile: an image need not be pulled to its end for that.
 */
export async function whileWanted<T>(
  context: SpawnerContext,
  worker: SpawnedWorker,
  signal: AbortSignal | undefined,
  start: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const unwanted = new AbortController();
  const done = new AbortController();
  const watching = watch(context, worker, { unwanted, done: done.signal });
  try {
    return await start(signal ? AbortSignal.any([signal, unwanted.signal]) : unwanted.signal);
  } finally {
    done.abort();
    await watching;
  }
}

async function watch(
  { records, storage }: SpawnerContext,
  worker: SpawnedWorker,
  { unwanted, done }: { unwanted: AbortController; done: AbortSignal },
): Promise<void> {
  let saidAt = performance.now();
  for (;;) {
    await pause(LOOK_EVERY_MS, undefined, { signal: done, ref: false }).catch(() => undefined);
    if (done.aborted) return;
    try {
      const now = (await records.get(worker.name))?.worker;
      if (now?.id !== worker.id || !isWanted(now)) return unwanted.abort(stoppedMeanwhile(worker));
      if (performance.now() - saidAt < SAY_EVERY_MS) continue;
      const launchingAt = await storage.now();
      await records.change(worker, (stored) => (isWanted(stored) ? { launchingAt } : {}));
      saidAt = performance.now();
    } catch {
      // A store in trouble: it is asked again, and when the worker has been started.
    }
  }
}

/** It is this spawner's to start: nobody ended it or asked for its end. */
export function isWanted(now: SpawnedWorker): boolean {
  return isActive(now) && now.stopRequested !== true;
}

export function stoppedMeanwhile({ name, id }: SpawnedWorker): AgentCoordError {
  return new AgentCoordError(
    'conflict',
    `The worker ${JSON.stringify(name)} was stopped while it started; nothing of it runs. Spawn it again if it is wanted.`,
    { data: { name, spawnId: id } },
  );
}
