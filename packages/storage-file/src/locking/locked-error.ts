import { AgentCoordError } from '@agentcoord/core';
import { findLockHolder } from './lock-holder.js';

/** Why a call could not get its turn, with the process that is in the way where the system tells it. */
export function lockedError(path: string, waitedMs: number, cause?: unknown): AgentCoordError {
  const holder = findLockHolder(path);
  const waited = `after ${(waitedMs / 1000).toFixed(1)} s`;
  if (!holder) {
    return new AgentCoordError(
      'storage_unavailable',
      `The store ${path} was still locked ${waited}; nothing was changed. Another process is writing: try again.`,
      { cause, data: { path, waitedMs } },
    );
  }
  const { pid, command, stopped } = holder;
  const advice = stopped
    ? `It is stopped in the middle of a change; let it go on with \`kill -CONT ${pid}\`, or end it with \`kill -9 ${pid}\` (nothing is lost).`
    : 'Try again; if it hangs, end it: nothing is lost.';
  return new AgentCoordError(
    'storage_unavailable',
    `The store ${path} was still locked by process ${pid} (${command}) ${waited}; nothing was changed. ${advice}`,
    { cause, data: { path, waitedMs, pid, command, stopped } },
  );
}
