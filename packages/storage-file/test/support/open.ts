import type { FencedFiles, Storage } from '@agentcoord/core';
import { onTestFinished } from 'vitest';
import { type FileStorageOptions, openFencedFiles, openFileStorage } from '../../src/index.js';

/** Opens a store that is closed when the test has finished. */
export async function openStore(
  folder: string,
  options: Omit<FileStorageOptions, 'folder'> = {},
): Promise<Storage> {
  const storage = await openFileStorage({ folder, ...options });
  onTestFinished(() => storage.close());
  return storage;
}

export async function openFences(folder: string): Promise<FencedFiles> {
  const files = await openFencedFiles({ folder });
  onTestFinished(() => files.close());
  return files;
}
