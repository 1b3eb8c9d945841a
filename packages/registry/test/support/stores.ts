import type { Storage } from '@agentcoord/core';
import { openFileStorage, openMemoryStorage } from '@agentcoord/storage-file';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from './temporary-folder.js';

export async function memoryStore(): Promise<Storage> {
  return closedLater(await openMemoryStorage());
}

export async function fileStore(folder?: string): Promise<Storage> {
  return closedLater(await openFileStorage({ folder: folder ?? (await temporaryFolder()) }));
}

export const stores: Array<[name: string, open: () => Promise<Storage>]> = [
  ['memory', memoryStore],
  ['file', () => fileStore()],
];

function closedLater(storage: Storage): Storage {
  onTestFinished(() => storage.close());
  return storage;
}
