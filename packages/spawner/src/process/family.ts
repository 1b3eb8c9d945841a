import { readFile } from 'node:fs/promises';
import { listProcesses, type ProcessEntry } from './process-table.js';

/** Every worker carries its spawn id in its environment, and so does everything it starts. */
export const SPAWN_ID_VARIABLE = 'AGENTCOORD_SPAWN_ID';

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
export async function familyOf({ spawnId, group }: FamilyOf): Promise<ProcessEntry[]> {
  const entries = await listProcesses();
  const marked = await Promise.all(
    entries.map(async (entry) => entry.group === group || (await carriesMark(entry.pid, spawnId))),
  );
  return entries.filter((entry, index) => marked[index] && entry.pid !== process.pid);
}

async function carriesMark(pid: number, spawnId: string): Promise<boolean> {
  if (process.platform !== 'linux' || spawnId === '') return false;
  // Processes of other users cannot be read, and are not the worker's.
  const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
  return environment.split('\0').includes(`${SPAWN_ID_VARIABLE}=${spawnId}`);
}
