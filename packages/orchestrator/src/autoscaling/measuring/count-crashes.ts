import type { CrashCount } from '../deciding/snapshot.js';
import type { OwnWorker } from './own-workers.js';

/** A worker that has lived this long was no failure from the start. */
const PROVEN_AFTER_MS = 60_000;

/** Ends that somebody brought about: they say nothing against the next worker. */
const STOPPED = new Set(['stopped', 'killed', 'already_gone']);

/** Goes on counting from the crashes known so far: each end counts once, and a worker that proves itself ends the row. */
export function countCrashes(members: readonly OwnWorker[], before: CrashCount, now: number): CrashCount {
  const crashed = crashedSince(members, before.lastAt);
  const lastAt = Math.max(before.lastAt, ...crashed.map(endedAt));
  const isProven = members.some((own) => hasProvenItself(own, before.lastAt, now));
  const count = (isProven ? 0 : before.count) + crashed.length;
  return { count, lastAt };
}

export function crashedSince(members: readonly OwnWorker[], since: number): OwnWorker[] {
  return members.filter((own) => isCrash(own) && endedAt(own) > since);
}

function endedAt({ worker }: OwnWorker): number {
  return worker.exitedAt ?? worker.startedAt;
}

function isCrash(own: OwnWorker): boolean {
  const { worker, standing, agent } = own;
  if (worker.stopRequested) return false;
  if (standing !== 'ended' || STOPPED.has(worker.exit?.reason ?? '') || agent?.stop !== undefined)
    return false;
  const { code, signal, lost } = worker.exit ?? {};
  // That its host is gone says nothing against it.
  if (lost) return false;
  if (worker.state === 'failed' || signal !== undefined) return true;
  // Nobody saw how: then whether it said goodbye tells.
  return code === undefined ? !saidGoodbye(own) : code !== 0;
}

/** For one that never came, the spawner comes and leaves in its place: then the agent is another process. */
function saidGoodbye({ worker, agent }: OwnWorker): boolean {
  return agent?.state === 'left' && (worker.pid === undefined || agent.pid === worker.pid);
}

function hasProvenItself({ worker, standing }: OwnWorker, since: number, now: number): boolean {
  if (worker.startedAt <= since) return false;
  if (standing === 'ended') return worker.exit?.code === 0;
  return standing !== 'starting' && standing !== 'lost' && now - worker.startedAt >= PROVEN_AFTER_MS;
}
