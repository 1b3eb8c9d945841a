import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';

/** Where a pid means something: this host, this run of it, this set of processes. */
export interface Machine {
  host: string;
  /** Start times count from the boot. Empty where they are wall-clock times anyway. */
  bootId: string;
  /** Containers and sandboxes count pids for themselves. */
  pidSpace: string;
}

export async function readMachine(): Promise<Machine> {
  const host = hostname();
  if (process.platform !== 'linux') return { host, bootId: '', pidSpace: '' };
  const [bootId, pidSpace] = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    readlink('/proc/self/ns/pid'),
  ]);
  return { host, bootId: bootId.trim(), pidSpace };
}
