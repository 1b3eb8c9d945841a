import type { FencedFiles, Storage } from '@agentcoord/core';
import type { Configuration } from '../configuration/configuration.js';
import { prepareStoreFolder } from './ignore-guard.js';
import { openRedis } from './open-redis.js';

/** Opens the store that a configuration names. The storage package is loaded only now: it is the heavy one. */
export async function openStore(configuration: Configuration, signal?: AbortSignal): Promise<Storage> {
  const { redis, namespace } = configuration;
  if (redis) {
    const { openRedisStorage } = await import('@agentcoord/storage-redis');
    return openRedis(() => openRedisStorage({ namespace, url: redis.reveal() }), redis, signal);
  }
  await prepareStoreFolder(configuration);
  const { openFileStorage } = await import('@agentcoord/storage-file');
  return openFileStorage({ folder: configuration.storeFolder });
}

/** The fences of a host live in its store's folder, whatever storage grants them. */
export async function openFencedWrites(configuration: Configuration): Promise<FencedFiles> {
  await prepareStoreFolder(configuration);
  const { openFencedFiles } = await import('@agentcoord/storage-file');
  return openFencedFiles({ folder: configuration.storeFolder });
}
