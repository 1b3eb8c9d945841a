import {
  closeSync,
  type FSWatcher,
  mkdirSync,
  openSync,
  statSync,
  unlinkSync,
  utimesSync,
  watch,
} from 'node:fs';
import { join } from 'node:path';

/** The bell of this process: an empty file that others touch and this process watches. */
export interface BellFile {
  /** Makes it again where somebody took it for a dead process's and removed it. */
  ensure(): void;
  close(): void;
}

export function createBellFile(folder: string, name: string, onRing: () => void): BellFile {
  const path = join(folder, name);
  let watcher: FSWatcher | undefined;
  let wasMade = false;

  function ensure(): void {
    if (watcher !== undefined && statSync(path, { throwIfNoEntry: false })) return;
    watcher?.close();
    watcher = undefined;
    wasMade = true;
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      closeSync(openSync(path, 'a', 0o600));
      watcher = watch(path, { persistent: false }, onRing);
      watcher.on('error', () => watcher?.close());
    } catch {
      // No watches left (EMFILE, ENOSPC) or no space: the slow poll finds every ring.
    }
  }

  return {
    ensure,
    close() {
      watcher?.close();
      watcher = undefined;
      if (wasMade) removeBellFile(folder, name);
    },
  };
}

/** Never throws: a ring is a hint, and its process may just have gone. */
export function touchBell(folder: string, name: string): void {
  const mark = Math.floor(Math.random() * 2 ** 31);
  try {
    utimesSync(join(folder, name), mark, mark);
  } catch {
    // Found by the poll, if anybody is there.
  }
}

export function removeBellFile(folder: string, name: string): void {
  try {
    unlinkSync(join(folder, name));
  } catch {
    // Not there, or left for the next one that prunes.
  }
}
