import { readdirSync, readFileSync } from 'node:fs';

/** Command lines of the living processes that were told of this folder, by argument or variable (Linux). */
export function processesOf(folder: string): string[] {
  return pidsOf(folder).map((pid) => read(String(pid), 'cmdline').replaceAll('\0', ' '));
}

/** Of those, the ones that were started with this argument. */
export function pidsOf(folder: string, argument?: string): number[] {
  if (process.platform !== 'linux') return [];
  const others = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return others.flatMap((pid) => {
    const told = `${read(pid, 'environ')}\0${read(pid, 'cmdline')}`;
    const isMeant = argument === undefined || read(pid, 'cmdline').split('\0').includes(argument);
    return told.includes(folder) && isMeant ? [Number(pid)] : [];
  });
}

function read(pid: string, what: string): string {
  try {
    return readFileSync(`/proc/${pid}/${what}`, 'utf8');
  } catch {
    return '';
  }
}
