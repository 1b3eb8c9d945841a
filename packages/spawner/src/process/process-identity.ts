import type { LaunchHandle, Liveness } from '../launcher/launcher.js';
import { type Machine, readMachine } from './machine.js';
import { readProcess } from './process-table.js';

/** A process that can be told from every other, before and after. A bare pid is reused. */
export interface ProcessIdentity extends LaunchHandle {
  pid: number;
  startTime: string;
  host: string;
  bootId: string;
  pidSpace: string;
}

/** Its start time is empty when it is already gone; then it never counts as living. */
export async function identify(pid: number): Promise<ProcessIdentity> {
  const [entry, machine] = await Promise.all([readProcess(pid), readMachine()]);
  return { pid, startTime: entry?.startTime ?? '', ...machine };
}

export async function livenessOf(identity: ProcessIdentity): Promise<Liveness> {
  const here = await readMachine();
  if (isElsewhere(identity, here)) return 'elsewhere';
  if (identity.bootId !== here.bootId) return 'gone';
  const entry = await readProcess(identity.pid);
  return entry !== undefined && entry.startTime === identity.startTime ? 'running' : 'gone';
}

/** From inside a sandbox a living process of the same host cannot be seen, and its pid may be somebody else's. */
function isElsewhere(identity: ProcessIdentity, here: Machine): boolean {
  if (identity.host !== here.host) return true;
  return identity.bootId === here.bootId && identity.pidSpace !== here.pidSpace;
}

/** The handle of a record is data of another process: without all its parts it names nothing. */
export function asProcessIdentity(handle: LaunchHandle): ProcessIdentity | undefined {
  const { pid, startTime, host, bootId, pidSpace } = handle;
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid < 2) return undefined;
  if (typeof startTime !== 'string' || typeof host !== 'string') return undefined;
  if (typeof bootId !== 'string' || typeof pidSpace !== 'string') return undefined;
  return { pid, startTime, host, bootId, pidSpace };
}
