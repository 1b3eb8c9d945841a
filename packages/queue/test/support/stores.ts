import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Queues, Storage } from '@agentcoord/core';
import { openFileStorage, openMemoryStorage } from '@agentcoord/storage-file';
import { onTestFinished } from 'vitest';

/** A storage of its own for one test; closed and removed when the test ends. */
async function memoryStore(): Promise<Storage> {
  const storage = await openMemoryStorage();
  onTestFinished(() => storage.close());
  return storage;
}

export async function fileStore(folder?: string): Promise<Storage> {
  const storage = await openFileStorage({ folder: folder ?? (await storeFolder()) });
  onTestFinished(() => storage.close());
  return storage;
}

export async function storeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'agentcoord-queue-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export const STORES = [
  { store: 'memory', open: () => memoryStore() },
  { store: 'file', open: () => fileStore() },
];

/** The same storage with some verbs of its queue in other hands: a store that is slow, away or silent. */
export function interposed(storage: Storage, verbs: Partial<Queues>): Storage {
  const queues = standIn(storage.queues, verbs);
  return standIn(storage, { queues });
}

function standIn<T extends object>(real: T, replaced: Partial<T>): T {
  return new Proxy(real, {
    get(target, name) {
      const value: unknown = Reflect.get(name in replaced ? replaced : target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
