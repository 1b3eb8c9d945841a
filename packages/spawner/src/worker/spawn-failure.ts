import { AgentCoordError, formatDuration } from '@agentcoord/core';
import type { LaunchExit } from '../launcher/launcher.js';
import type { SpawnedWorker } from '../record/spawned-worker.js';

/** @param tail the redacted end of what the worker wrote. */
export function endedTooSoon(worker: SpawnedWorker, exit: LaunchExit, tail: string): AgentCoordError {
  return failure(worker, `ended before it registered (${describeExit(exit)})`, tail, exit);
}

export function tookTooLong(worker: SpawnedWorker, timeoutMs: number, tail: string): AgentCoordError {
  return failure(worker, `did not register within ${formatDuration(timeoutMs)} and was stopped`, tail);
}

function describeExit(exit: LaunchExit): string {
  if (exit.signal !== undefined) return `signal ${exit.signal}`;
  return exit.code === undefined ? 'nobody saw how' : `exit code ${exit.code}`;
}

function failure(worker: SpawnedWorker, what: string, tail: string, exit?: LaunchExit): AgentCoordError {
  const output = tail === '' ? 'It wrote nothing.' : `The end of its output:\n${tail}`;
  return new AgentCoordError(
    'spawn_failed',
    `The worker ${JSON.stringify(worker.name)} ${what}. ${output}\nWhole log: ${worker.logFile}`,
    {
      data: {
        name: worker.name,
        spawnId: worker.id,
        logFile: worker.logFile,
        tail,
        ...(exit ? { exit } : {}),
      },
    },
  );
}
