import { closeSync, fsyncSync, openSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { PinnedFolder } from '@agentcoord/core';

/** Where a file is replaced: by its name, or in a folder that is held open. */
export interface FilePlace {
  /** What the system is told. */
  file: string;
  name: string;
  /** A path in the same folder. */
  beside(name: string): string;
  /** A new entry is only safe from a power cut once its folder is. */
  syncFolder(): void;
  close(): void;
}

/** @throws `conflict` where a pinned path does not lead there any more. */
export function openPlace(path: string, pinned: boolean): FilePlace {
  const folder = dirname(path);
  const name = basename(path);
  if (!pinned) {
    return {
      ...{ file: path, name },
      beside: (other) => join(folder, other),
      syncFolder: () => syncFolder(folder),
      close: () => undefined,
    };
  }
  const held = PinnedFolder.open(folder);
  return {
    ...{ file: held.at(name), name },
    beside: (other) => held.at(other),
    syncFolder: () => held.sync(),
    close: () => held.close(),
  };
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
