import { readFile } from 'node:fs/promises';

/** Names this run of the machine: start times count from its boot. Empty where they are wall-clock times anyway. */
export async function readBootId(): Promise<string> {
  if (process.platform !== 'linux') return '';
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
}
