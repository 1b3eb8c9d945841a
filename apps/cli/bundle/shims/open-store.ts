import { join } from 'node:path';
import type { FencedFiles, Storage } from '@agentcoord/core';
import { openFileStorage } from '@agentcoord/storage-file';
import type * as StorageRedis from '@agentcoord/storage-redis';
import type { Configuration } from '../../../../packages/client/src/configuration/configuration.js';
import { prepareStoreFolder } from '../../../../packages/client/src/store/ignore-guard.js';
import { openRedis } from '../../../../packages/client/src/store/open-redis.js';
import { loadCompiled } from '../../src/start/load-compiled.js';

/**
 * As the client's, with the file store in the bundle: an import at run time would bring all of it. Redis is
 * a file of its own, because most never load it.
 */
export async function openStore(configuration: Configuration, signal?: AbortSignal): Promise<Storage> {
  const { redis, namespace } = configuration;
  if (redis) {
    const { openRedisStorage } = loadCompiled(join(__dirname, 'redis.cjs'), require) as typeof StorageRedis;
    return openRedis(() => openRedisStorage({ namespace, url: redis.reveal() }), redis, signal);
  }
  await prepareStoreFolder(configuration);
  return openFileStorage({ folder: configuration.storeFolder });
}

export function openFencedWrites(): Promise<FencedFiles> {
  throw new TypeError('A quick command only looks.');
}
