import { hostname } from 'node:os';
import type { Launcher, LaunchHandle } from '../launcher/launcher.js';
import { isActive, type SpawnedWorker } from './spawned-worker.js';

/** From writing a worker down to its process takes a moment; after this long its spawner has died in between. */
const LAUNCH_TAKES_AT_MOST_MS = 60_000;

/**
 * What a record should say, or nothing when it is true. A record is behind when the process ended and
 * nobody saw it, or when its spawner died before it could write down where the process is.
 */
export async function observe(
  worker: SpawnedWorker,
  launcher: Launcher | undefined,
  now: number,
): Promise<Partial<SpawnedWorker> | undefined> {
  if (!isActive(worker) || !launcher) return undefined;
  if (worker.handle !== undefined) {
    const liveness = await launcher.isAlive(worker.handle);
    return liveness === 'gone'
      ? { state: 'exited', exitedAt: now, exit: { reason: 'its process is gone' } }
      : undefined;
  }
  if (worker.spawnerHost !== hostname()) return undefined;
  const handle = await launcher.find?.(worker.id);
  if (handle) return runningAs(handle);
  if (now - worker.startedAt < LAUNCH_TAKES_AT_MOST_MS) return undefined;
  return { state: 'failed', exitedAt: now, exit: { reason: 'its spawner ended before it was started' } };
}

/** What is written down once a worker has been started. */
export function runningAs(handle: LaunchHandle): Partial<SpawnedWorker> {
  const { pid, host } = handle;
  return {
    state: 'running',
    handle,
    ...(pid === undefined ? {} : { pid }),
    ...(host === undefined ? {} : { host }),
  };
}
