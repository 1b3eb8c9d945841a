import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { FaultKind } from './fault.js';
import { drawBelow } from './fault.js';

const CHUNK = Buffer.alloc(64 * 1024);

/** The disk under one host's store is full; then there is room again. */
const fillDisk: FaultKind = {
  kind: 'disk-full',
  needs: 'file-store',
  target: ({ host }) => `the disk of host ${host}`,
  draw: (random, { hosts }) => ({ host: drawBelow(random, hosts), forMs: 50 + drawBelow(random, 600) }),
  async begin({ host = 0 }, scene) {
    const disk = scene.smallDisk(host);
    if ('skipped' in disk) return disk;
    const ballast = join(disk.folder, 'ballast');
    const file = openSync(ballast, 'w');
    try {
      for (const size of [CHUNK.length, 512]) while (fits(file, size));
    } finally {
      closeSync(file);
    }
    return async () => rmSync(ballast, { force: true });
  },
};

function fits(file: number, size: number): boolean {
  try {
    return writeSync(file, CHUNK, 0, size) === size;
  } catch {
    return false;
  }
}

export const DISK_FAULTS: readonly FaultKind[] = [fillDisk];
