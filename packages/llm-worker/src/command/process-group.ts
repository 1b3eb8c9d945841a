import { pause } from '@agentcoord/core';

const POLL_MS = 15;
const AFTER_KILL_MS = 2000;

/**
 * Ends every process of a group: SIGTERM, `graceMs` to end by themselves, SIGKILL. Resolves when the
 * group is gone. A stopped process is continued, so that it can act on the SIGTERM.
 */
export async function endProcessGroup(groupId: number, graceMs: number): Promise<void> {
  if (!signalGroup(groupId, 'SIGTERM')) return;
  signalGroup(groupId, 'SIGCONT');
  if (await groupEnds(groupId, graceMs)) return;
  signalGroup(groupId, 'SIGKILL');
  // What is left after that are zombies of a parent that does not reap: they do nothing any more.
  await groupEnds(groupId, AFTER_KILL_MS);
}

async function groupEnds(groupId: number, withinMs: number): Promise<boolean> {
  const until = performance.now() + withinMs;
  while (signalGroup(groupId, 0)) {
    if (performance.now() >= until) return false;
    await pause(POLL_MS);
  }
  return true;
}

/** False when there is no such group any more. */
export function signalGroup(groupId: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-groupId, signal);
  } catch (error) {
    // EPERM: processes are left, but they belong to somebody else now.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
