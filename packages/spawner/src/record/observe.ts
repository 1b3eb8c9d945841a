import { hostname } from 'node:os';
import type { Launcher, LaunchHandle } from '../launcher/launcher.js';
import { isActive, type SpawnedWorker } from './spawned-worker.js';

/** A spawner says all the time that it is still at it; silent for this long, it has died in between. */
const LAUNCH_IS_SILENT_AT_MOST_MS = 60_000;

/** What is true of a recorded worker. `unchanged`: the record says it, or only another host could tell. */
export type Observation =
  | { status: 'unchanged' }
  | { status: 'found'; handle: LaunchHandle }
  | { status: 'ended'; reason: string; handle?: LaunchHandle };

/**
 * Looks at the process behind a record. A record is behind when the process ended and nobody saw it, or
 * when its spawner died before it could write down where the process is.
 */
export async function observe(
  worker: SpawnedWorker,
  launcher: Launcher | undefined,
  now: number,
): Promise<Observation> {
  if (!isActive(worker) || !launcher) return { status: 'unchanged' };
  if (worker.handle !== undefined) {
    const liveness = await launcher.isAlive(worker.handle);
    return liveness === 'gone' ? { status: 'ended', reason: 'its process is gone' } : { status: 'unchanged' };
  }
  if (worker.spawnerHost !== hostname()) return { status: 'unchanged' };
  let handle: LaunchHandle | undefined;
  try {
    handle = await launcher.find?.(worker.id);
  } catch {
    // What it runs on cannot be asked now; nothing follows from that.
    return { status: 'unchanged' };
  }
  if (handle && (await launcher.isAlive(handle)) !== 'gone') return { status: 'found', handle };
  // What is there may have been made a moment ago, and not yet started.
  if (mayBeStarting(worker, now)) return { status: 'unchanged' };
  const reason = 'its spawner ended before it was started';
  return { status: 'ended', reason, ...(handle ? { handle } : {}) };
}

/** Written down and not yet running, and its spawner was heard of. */
export function mayBeStarting(
  { state, handle, startedAt, launchingAt }: SpawnedWorker,
  now: number,
): boolean {
  const heardAt = launchingAt ?? startedAt;
  return state === 'starting' && handle === undefined && now - heardAt < LAUNCH_IS_SILENT_AT_MOST_MS;
}

/** The worker as the observation shows it. */
export function asObserved(worker: SpawnedWorker, observation: Observation): SpawnedWorker {
  if (observation.status === 'found') return { ...worker, ...runningAs(observation.handle) };
  if (observation.status === 'unchanged') return worker;
  const state = worker.handle === undefined ? 'failed' : 'exited';
  return { ...worker, state, exit: { reason: observation.reason, ...worker.exit } };
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
