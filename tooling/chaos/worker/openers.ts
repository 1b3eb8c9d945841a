import type { JsonObject, Storage } from '../../../packages/core/src/index.js';
import { type FileStorageOptions, openFileStorage } from '../../../packages/storage-file/src/index.js';
import { openRedisStorage, type RedisStorageOptions } from '../../../packages/storage-redis/src/index.js';

/** How a worker opens the namespace of a round, by the system's name. The options came as JSON. */
export const OPENERS: Readonly<Record<string, (options: JsonObject) => Promise<Storage>>> = {
  file: (options) => openFileStorage(options as unknown as FileStorageOptions),
  redis: (options) => openRedisStorage(options as unknown as RedisStorageOptions),
};

export function openSystem(name: string, options: JsonObject): Promise<Storage> {
  const open = OPENERS[name];
  if (open === undefined) throw new Error(`there is no system ${name}`);
  return open(options);
}
