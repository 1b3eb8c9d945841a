import { spawn } from 'node:child_process';
import { COMMAND_MARK } from './stray-processes.js';

// Reads one word from the worker. The end of the pipe without a word means that the worker is dead. What left the
// group is found by its mark, where the system shows environments.
const SCRIPT = `read -r word <&3 || {
  kill -s TERM -- "-$1"; sleep 1; kill -s KILL -- "-$1"
  for process in /proc/[0-9]*; do
    tr '\\0' '\\n' <"$process/environ" | grep -qx "$2" && kill -s KILL "\${process#/proc/}"
  done
} 2>/dev/null`;

export interface OrphanGuard {
  /** The group has ended in the ordinary way: the guard goes without killing anything. */
  dismiss(): void;
}

/**
 * Ends a process group, and what left it, when this process dies, also by SIGKILL, which no handler sees: a small shell
 * waits at the other end of a pipe that the system closes with us. Without it, the command of a
 * killed worker would run on beside the second attempt of its task.
 */
export function guardAgainstOrphans(groupId: number, mark: string): OrphanGuard {
  const guard = spawn(
    '/bin/sh',
    ['-c', SCRIPT, 'agentcoord-guard', String(groupId), `${COMMAND_MARK}=${mark}`],
    {
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      env: { PATH: process.env.PATH ?? '/usr/bin:/bin' },
    },
  );
  const pipe = guard.stdio[3];
  // A guard that could not start is no reason to fail: it only matters when the worker is killed.
  guard.on('error', () => undefined);
  guard.unref();
  if (!pipe || !('write' in pipe)) return { dismiss: () => undefined };
  pipe.on('error', () => undefined);
  if ('unref' in pipe && typeof pipe.unref === 'function') pipe.unref();
  return { dismiss: () => void pipe.end('done\n') };
}
