import { backoffMs } from '@agentcoord/core';
import type { SpawnedWorker } from '../record/spawned-worker.js';
import { backoffOf, type RestartRecord } from '../worker/restart-policy.js';

/** What is to be done about a worker with a restart policy. */
export type NextStep =
  | { do: 'nothing' }
  | { do: 'wait'; until: number; restart: RestartRecord }
  | { do: 'restart'; restart: RestartRecord }
  | { do: 'give-up'; reason: string };

/** Decided from the record alone, so that any process decides the same. */
export function nextStep(worker: SpawnedWorker, now: number, random = Math.random): NextStep {
  const { restart, state, stopRequested, restartAt } = worker;
  if (restart === undefined || stopRequested) return { do: 'nothing' };
  if (state === 'restarting') {
    return restartAt !== undefined && now < restartAt ? { do: 'nothing' } : { do: 'restart', restart };
  }
  if (state !== 'exited' && state !== 'failed') return { do: 'nothing' };
  if (restart.policy === 'on-failure' && endedWell(worker)) return { do: 'nothing' };
  const lived = (worker.exitedAt ?? now) - worker.startedAt;
  const count = lived >= restart.resetAfterMs ? 0 : restart.count;
  if (count >= restart.maxRestarts) return { do: 'give-up', reason: describeLoop(worker, count) };
  const next = { ...restart, count: count + 1 };
  return { do: 'wait', until: now + backoffMs(next.count, backoffOf(next), random), restart: next };
}

/** Seen with exit code 0, or unseen and off the list by its own doing. */
function endedWell({ exit }: SpawnedWorker): boolean {
  return exit?.code === undefined && exit?.signal === undefined ? exit?.left === true : exit.code === 0;
}

function describeLoop({ exit }: SpawnedWorker, count: number): string {
  const last =
    exit?.signal ?? (exit?.code === undefined ? (exit?.reason ?? 'unknown') : `exit code ${exit.code}`);
  return `it ended ${count + 1} times in a row (the last time: ${last})`;
}
