import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

export interface SmallDisk {
  folder: string;
  unmount(): void;
}

/** A disk of 16 MB, which can be filled in a moment; where none can be mounted, why. */
export function mountSmallDisk(folder: string): SmallDisk | { skipped: string } {
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return { skipped: 'only root may mount a small disk' };
  }
  return { folder, unmount: () => void execFileSync('umount', ['--lazy', folder], { stdio: 'ignore' }) };
}
