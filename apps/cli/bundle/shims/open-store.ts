import { join } from 'node:path';
import type { FencedFiles, Storage } from '@agentcoord/core';
import { openFileStorage } from '@agentcoord/storage-file';
import type * as StorageRedis from '@agentcoord/storage-redis';
import type { Configuration } from '../../../../packages/client/src/configuration/configuration.js';
import { prepareStoreFolder } from '../../../../packages/client/src/store/ignore-guard.js';
import { memoryFileOf } from '../../../../packages/client/src/store/memory-file.js';
import { openRedis } from '../../../../packages/client/src/store/open-redis.js';
import type {
  OpenedStore,
  OpenStoreOptions,
} from '../../../../packages/client/src/store/open-with-fallback.js';
import { takesPart } from '../../../../packages/client/src/store/takes-part.js';
import { loadCompiled } from '../../src/start/load-compiled.js';
import type * as FailoverFile from '../failover.js';

/**
 * As the client's, with the file store in the bundle: an import at run time would bring all of it. Redis and what
 * stands between it and the file store are files of their own, because most never load them.
 */
export async function openStore(
  configuration: Configuration,
  options: OpenStoreOptions = {},
): Promise<OpenedStore> {
  const { redis, namespace, fallbackTimes } = configuration;
  const openFile = async (): Promise<Storage> => {
    await prepareStoreFolder(configuration);
    return openFileStorage({ folder: configuration.storeFolder });
  };
  if (redis === undefined) return { storage: await openFile() };
  const { lockDelayMs } = fallbackTimes;
  const openIt = (): Promise<Storage> => {
    const { openRedisStorage } = loadFile('redis.cjs') as typeof StorageRedis;
    const memoryFile = memoryFileOf(configuration, redis);
    return openRedisStorage({ namespace, url: redis.reveal(), lockDelayMs, memoryFile });
  };
  if (!takesPart(configuration))
    return { storage: await openRedis(openIt, redis, { signal: options.signal }) };
  const { openWithFallback, openFailoverStorage } = loadFile('failover.cjs') as typeof FailoverFile;
  const open = (signal?: AbortSignal) => openRedis(openIt, redis, { signal, hasFallback: true });
  return openWithFallback(configuration, { openRedis: open, openFile, openFailoverStorage }, options);
}

function loadFile(name: string): unknown {
  return loadCompiled(join(__dirname, name), require);
}

export function openFencedWrites(): Promise<FencedFiles> {
  throw new TypeError('A quick command only looks.');
}
