import { readdirSync, readFileSync } from 'node:fs';

/** Command lines of the living processes that were told of this folder, by argument or variable (Linux). */
export function processesOf(folder: string): string[] {
  if (process.platform !== 'linux') return [];
  const others = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return others.flatMap((pid) => {
    const told = `${read(pid, 'environ')}\0${read(pid, 'cmdline')}`;
    return told.includes(folder) ? [read(pid, 'cmdline').replaceAll('\0', ' ')] : [];
  });
}

function read(pid: string, what: string): string {
  try {
    return readFileSync(`/proc/${pid}/${what}`, 'utf8');
  } catch {
    return '';
  }
}
