import type { Storage } from '@agentcoord/core';
import { openMemoryStorage } from '@agentcoord/storage-file';
import { openRedisStorage } from '@agentcoord/storage-redis';
import { hasRedis, redisNamespace } from '@agentcoord/tooling/redis-of-file';
import { onTestFinished } from 'vitest';

async function closedAtEnd(opening: Promise<Storage>): Promise<Storage> {
  const storage = await opening;
  onTestFinished(() => storage.close());
  return storage;
}

/** Each store with a fresh namespace. */
export const stores: Array<[name: string, open: () => Promise<Storage>]> = [
  ['memory', () => closedAtEnd(openMemoryStorage())],
];
if (hasRedis) stores.push(['Redis', async () => closedAtEnd(openRedisStorage(await redisNamespace()))]);
