import { readdir, readFile } from 'node:fs/promises';
import { listByPs } from './process-table-ps.js';

export interface ProcessEntry {
  pid: number;
  group: number;
  /** Together with the pid, and the boot, it names one process for ever. */
  startTime: string;
}

/** The living processes of this machine; a zombie is dead and only waits for its parent to hear of it. */
export async function listProcesses(): Promise<ProcessEntry[]> {
  if (process.platform !== 'linux') return listByPs([]);
  const names = await readdir('/proc');
  const entries = await Promise.all(
    names.filter((name) => /^\d+$/.test(name)).map((name) => readProc(Number(name))),
  );
  return entries.filter((entry) => entry !== undefined);
}

export async function readProcess(pid: number): Promise<ProcessEntry | undefined> {
  if (process.platform !== 'linux') return (await listByPs(['-p', String(pid)])).at(0);
  return readProc(pid);
}

async function readProc(pid: number): Promise<ProcessEntry | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : parseStat(text);
}

/** proc(5): the command may hold spaces and brackets, so count from its last bracket. */
export function parseStat(text: string): ProcessEntry | undefined {
  const pid = Number.parseInt(text, 10);
  const [state, , group, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const startTime = rest[16];
  if (state === 'Z' || state === 'X' || group === undefined || startTime === undefined) return undefined;
  return { pid, group: Number(group), startTime };
}
