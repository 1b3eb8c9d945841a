import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Queues, Storage } from '@agentcoord/core';
import { hasRedis, redisNamespace } from '@agentcoord/tooling/redis-of-file';
import { onTestFinished } from 'vitest';
import { openStore, type Place } from './open-store.js';

export async function storeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'agentcoord-queue-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A storage of its own for one test; closed when the test ends. */
export async function openedAt(place: Place): Promise<Storage> {
  const storage = await openStore(place);
  onTestFinished(() => storage.close());
  return storage;
}

const filePlace = async (): Promise<Place> => ({ kind: 'file', folder: await storeFolder() });
const redisPlace = async (): Promise<Place> => ({ kind: 'redis', ...(await redisNamespace()) });

/** What several processes can share. */
export const SHARED_STORES = [
  { store: 'file', place: filePlace },
  ...(hasRedis ? [{ store: 'Redis', place: redisPlace }] : []),
];

export const STORES = [
  { store: 'memory', open: () => openedAt({ kind: 'memory' }) },
  ...SHARED_STORES.map(({ store, place }) => ({ store, open: async () => openedAt(await place()) })),
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
