import { type Clock, pause, systemClock } from '@agentcoord/core';
import type { LauncherStop } from '../launcher/launcher.js';
import { type FamilyOf, familyOf, pumpsOf } from './family.js';
import type { ProcessEntry } from './process-table.js';

/** How long a killed process may still be listed before it is reported as stuck. */
const KILL_WAIT_MS = 5_000;
const FIRST_LOOK_MS = 20;
const SLOWEST_LOOK_MS = 200;

export interface EndFamily {
  family: FamilyOf;
  graceMs: number;
  signal?: AbortSignal;
  clock?: Clock;
}

/** How long the writer of a log may take for what is left to write. */
const LOG_WAIT_MS = 2_000;

/** Asks all processes of a worker to end, waits, kills what is left, and looks whether it is gone. */
export async function endFamily(request: EndFamily): Promise<LauncherStop> {
  const stop = await endProcesses(request);
  await goneWithin(LOG_WAIT_MS, request, () => pumpsOf(request.family.spawnId));
  return stop;
}

async function endProcesses(request: EndFamily): Promise<LauncherStop> {
  const look = () => familyOf(request.family);
  const asked = await look();
  if (asked.length === 0) return { outcome: 'already_gone', killed: 0 };
  send(asked, 'SIGTERM');
  // A stopped process hears nothing before it goes on.
  send(asked, 'SIGCONT');
  if (await goneWithin(request.graceMs, request, look)) return { outcome: 'stopped', killed: 0 };

  const killed = new Set<number>();
  const gone = await goneWithin(KILL_WAIT_MS, request, look, (left) => {
    // Each time again: one of them may have started another just before it died.
    send(left, 'SIGKILL');
    for (const { pid } of left) killed.add(pid);
  });
  // What the last look still saw may have ended by itself before the first kill.
  if (gone && killed.size === 0) return { outcome: 'stopped', killed: 0 };
  return { outcome: gone ? 'killed' : 'still_running', killed: killed.size };
}

async function goneWithin(
  ms: number,
  { signal, clock = systemClock }: EndFamily,
  look: () => Promise<ProcessEntry[]>,
  act?: (left: ProcessEntry[]) => void,
): Promise<boolean> {
  const deadline = clock.elapsed() + ms;
  for (let lookMs = FIRST_LOOK_MS; ; lookMs = Math.min(lookMs * 2, SLOWEST_LOOK_MS)) {
    const left = await look();
    if (left.length === 0) return true;
    act?.(left);
    const remaining = deadline - clock.elapsed();
    if (remaining <= 0) return false;
    await pause(Math.min(lookMs, remaining), signal, 'waiting for a worker to end');
  }
}

function send(entries: readonly ProcessEntry[], signal: NodeJS.Signals): void {
  for (const { pid } of entries) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      // Ended by itself in between (ESRCH), or not ours to signal (EPERM): the next look tells.
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ESRCH' && code !== 'EPERM') throw error;
    }
  }
}
