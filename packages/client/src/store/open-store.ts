import type { FencedFiles } from '@agentcoord/core';
import type { Configuration } from '../configuration/configuration.js';
import { prepareStoreFolder } from './ignore-guard.js';
import { memoryFileOf } from './memory-file.js';
import { openRedis } from './open-redis.js';
import type { OpenedStore, OpenStoreOptions } from './open-with-fallback.js';
import { takesPart } from './takes-part.js';

/** Opens the store that a configuration names. The storage packages are loaded only now: they are the heavy ones. */
export async function openStore(
  configuration: Configuration,
  options: OpenStoreOptions = {},
): Promise<OpenedStore> {
  const { redis, namespace, fallbackTimes } = configuration;
  const openFile = async () => {
    await prepareStoreFolder(configuration);
    const { openFileStorage } = await import('@agentcoord/storage-file');
    return openFileStorage({ folder: configuration.storeFolder });
  };
  if (redis === undefined) return { storage: await openFile() };
  const { openRedisStorage } = await import('@agentcoord/storage-redis');
  const { lockDelayMs } = fallbackTimes;
  const memoryFile = memoryFileOf(configuration, redis);
  const openIt = () => openRedisStorage({ namespace, url: redis.reveal(), lockDelayMs, memoryFile });
  if (!takesPart(configuration))
    return { storage: await openRedis(openIt, redis, { signal: options.signal }) };
  const open = (signal?: AbortSignal) => openRedis(openIt, redis, { signal, hasFallback: true });
  const [{ openWithFallback }, { openFailoverStorage }] = await Promise.all([
    import('./open-with-fallback.js'),
    import('@agentcoord/storage-failover'),
  ]);
  return openWithFallback(configuration, { openRedis: open, openFile, openFailoverStorage }, options);
}

/** The fences of a host live in its store's folder, whatever storage grants them. */
export async function openFencedWrites(configuration: Configuration): Promise<FencedFiles> {
  await prepareStoreFolder(configuration);
  const { openFencedFiles } = await import('@agentcoord/storage-file');
  return openFencedFiles({ folder: configuration.storeFolder });
}
