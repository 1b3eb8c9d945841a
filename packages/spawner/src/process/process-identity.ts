import { hostname } from 'node:os';
import type { LaunchHandle, Liveness } from '../launcher/launcher.js';
import { readBootId } from './boot-id.js';
import { readProcess } from './process-table.js';

/** A process that can be told from every other, before and after. A bare pid is reused. */
export interface ProcessIdentity extends LaunchHandle {
  pid: number;
  startTime: string;
  host: string;
  bootId: string;
}

/** `undefined` when it is already gone. */
export async function identify(pid: number): Promise<ProcessIdentity | undefined> {
  const entry = await readProcess(pid);
  return entry && { pid, startTime: entry.startTime, host: hostname(), bootId: await readBootId() };
}

export async function livenessOf(identity: ProcessIdentity): Promise<Liveness> {
  if (identity.host !== hostname()) return 'elsewhere';
  if (identity.bootId !== (await readBootId())) return 'gone';
  const entry = await readProcess(identity.pid);
  return entry?.startTime === identity.startTime ? 'running' : 'gone';
}

/** The handle of a record is data of another process: without all four parts it names nothing. */
export function asProcessIdentity(handle: LaunchHandle): ProcessIdentity | undefined {
  const { pid, startTime, host, bootId } = handle;
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid < 2) return undefined;
  if (typeof startTime !== 'string' || typeof host !== 'string' || typeof bootId !== 'string')
    return undefined;
  return { pid, startTime, host, bootId };
}
