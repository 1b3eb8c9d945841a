import type { Storage } from '@agentcoord/core';
import { hasRedis, redisNamespace } from '@agentcoord/tooling/redis-of-file';
import { onTestFinished } from 'vitest';
import { openStore, type Place } from './open-store.js';
import { temporaryFolder } from './temporary-folder.js';

export async function openedAt(place: Place): Promise<Storage> {
  const storage = await openStore(place);
  onTestFinished(() => storage.close());
  return storage;
}

export const memoryStore = (): Promise<Storage> => openedAt({ kind: 'memory' });

/** What several processes can share. */
export const sharedStores: Array<[name: string, place: () => Promise<Place>]> = [
  ['file', async () => ({ kind: 'file', folder: await temporaryFolder() })],
];
if (hasRedis) sharedStores.push(['Redis', async () => ({ kind: 'redis', ...(await redisNamespace()) })]);

export const stores: Array<[name: string, open: () => Promise<Storage>]> = [
  ['memory', memoryStore],
  ...sharedStores.map(([name, place]): [string, () => Promise<Storage>] => [
    name,
    async () => openedAt(await place()),
  ]),
];
