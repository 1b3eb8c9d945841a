import { readlinkSync } from 'node:fs';

/** Where an open file or folder really is, whatever its name leads to by now. `undefined` where the system does not say. */
export function openedPath(descriptor: number): string | undefined {
  try {
    const real = readlinkSync(`/proc/self/fd/${descriptor}`);
    return real.startsWith('/') ? real : undefined;
  } catch {
    return undefined;
  }
}
