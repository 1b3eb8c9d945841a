import { readdir, readFile } from 'node:fs/promises';
import { pause } from '@agentcoord/core';

const FIRST_POLL_MS = 5;
const LAST_POLL_MS = 50;
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
  await groupEnds(groupId, AFTER_KILL_MS);
}

async function groupEnds(groupId: number, withinMs: number): Promise<boolean> {
  const until = performance.now() + withinMs;
  for (let pollMs = FIRST_POLL_MS; ; pollMs = Math.min(pollMs * 2, LAST_POLL_MS)) {
    if (!signalGroup(groupId, 0) || !(await hasLivingMember(groupId))) return true;
    if (performance.now() >= until) return false;
    await pause(pollMs);
  }
}

/**
 * A signal also reaches zombies, and in a container whose first process does not reap they stay for
 * ever: they do nothing and are not waited for. True where `/proc` does not say.
 */
async function hasLivingMember(groupId: number): Promise<boolean> {
  const entries = await readdir('/proc').catch(() => undefined);
  if (!entries?.includes(String(process.pid))) return true;
  for (const entry of entries) {
    if (!/^\d+$/.test(entry)) continue;
    // "pid (name) state parent group …"; the name may hold anything, also brackets.
    const stat = await readFile(`/proc/${entry}/stat`, 'latin1').catch(() => '');
    const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (Number(group) === groupId && state !== 'Z' && state !== 'X') return true;
  }
  return false;
}

/** False when there is no such group any more. */
function signalGroup(groupId: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-groupId, signal);
  } catch (error) {
    // EPERM: processes are left, but they belong to somebody else now.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
