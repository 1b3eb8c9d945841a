import { formatDuration } from '@agentcoord/core';
import type { CommandResult } from './run-command.js';

/** How a command ended, as a sentence. */
export function describeCommandEnd(result: CommandResult, timeoutMs?: number): string {
  if (result.ended === 'timed-out') {
    return timeoutMs === undefined
      ? 'It was stopped.'
      : `It ran longer than ${formatDuration(timeoutMs)} and was stopped.`;
  }
  if (result.ended === 'aborted') return 'It was stopped.';
  if (result.killedBy) return `It was killed by ${result.killedBy}.`;
  if (result.exitCode === 127) return 'Exit code 127: the shell did not find the command.';
  if (result.exitCode === 126) return 'Exit code 126: the file is there but cannot be executed.';
  return `Exit code ${result.exitCode}.`;
}
