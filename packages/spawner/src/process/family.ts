import { readFile } from 'node:fs/promises';
import { listProcesses, type ProcessEntry } from './process-table.js';

/** Every worker carries its spawn id in its environment, and so does everything it starts. */
export const SPAWN_ID_VARIABLE = 'AGENTCOORD_SPAWN_ID';

/** The process that writes a worker's log is no part of its family: it ends when all of them have. */
export const PUMP_OF_VARIABLE = 'AGENTCOORD_LOG_PUMP_OF';

export interface FamilyOf {
  spawnId: string;
  /** The worker's process group, where it is known to be the worker's still. */
  group?: number;
}

/**
 * The living processes of one worker: its group, and those that left the group (a tool that starts its
 * own, a daemon) but still carry the spawn id. The mark also tells whose a group is once its leader died:
 * a group's number may be used again, the spawn id never is.
 */
export function familyOf({ spawnId, group }: FamilyOf): Promise<ProcessEntry[]> {
  return processesThat(
    async (entry) => entry.group === group || (await carries(entry.pid, SPAWN_ID_VARIABLE, spawnId)),
  );
}

/** Those that still write the log of that worker. */
export function pumpsOf(spawnId: string): Promise<ProcessEntry[]> {
  return processesThat(({ pid }) => carries(pid, PUMP_OF_VARIABLE, spawnId));
}

async function processesThat(belong: (entry: ProcessEntry) => Promise<boolean>): Promise<ProcessEntry[]> {
  const entries = await listProcesses();
  const belongs = await Promise.all(entries.map(belong));
  return entries.filter((entry, index) => belongs[index] && entry.pid !== process.pid);
}

async function carries(pid: number, variable: string, value: string): Promise<boolean> {
  if (process.platform !== 'linux' || value === '') return false;
  // Processes of other users cannot be read, and are not the worker's.
  const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
  return environment.split('\0').includes(`${variable}=${value}`);
}
