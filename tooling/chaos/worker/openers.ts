import type { JsonObject, Storage } from '../../../packages/core/src/index.js';
import { type FailoverTimes, openFailoverStorage } from '../../../packages/storage-failover/src/index.js';
import { type FileStorageOptions, openFileStorage } from '../../../packages/storage-file/src/index.js';
import { openRedisStorage, type RedisStorageOptions } from '../../../packages/storage-redis/src/index.js';
import type { CallRecorder } from './call-recorder.js';
import { behindWay, throughWay } from './way-to-primary.js';
import { witnessed } from './witness-storage.js';

type Opener = (options: JsonObject, calls: CallRecorder | undefined) => Promise<Storage>;

/** How a worker opens the namespace of a round, by the system's name. The options came as JSON. */
const OPENERS: Readonly<Record<string, Opener>> = {
  file: (options) => openFileStorage(options as unknown as FileStorageOptions),
  redis: (options) => openRedisStorage(options as unknown as RedisStorageOptions),
  failover: (options, calls) => openFailover(options as unknown as OpenFailover, calls),
};

export interface OpenFailover {
  host: number;
  /** Of the host's own store. */
  local: FileStorageOptions;
  /** Redis, or a third file store behind a way. */
  primary: { redis: RedisStorageOptions } | { file: FileStorageOptions; way: string };
  fallback: 'auto' | 'off';
  times: Partial<FailoverTimes>;
}

export function openSystem(name: string, options: JsonObject, calls?: CallRecorder): Promise<Storage> {
  const open = OPENERS[name];
  if (open === undefined) throw new Error(`nobody knows how to open ${name}`);
  return open(options, calls);
}

async function openFailover(options: OpenFailover, calls: CallRecorder | undefined): Promise<Storage> {
  const { host, local, primary, fallback, times } = options;
  const seen = (storage: Storage, store: string): Storage =>
    calls === undefined ? storage : witnessed(storage, store, calls);
  const own = await openFileStorage(local);
  return openFailoverStorage({
    primary: {
      open: async () => seen(await openPrimary(primary), 'primary'),
      address: 'the primary',
      host: fallback === 'off' ? 'elsewhere' : '127.0.0.1',
    },
    local: seen(own, `host ${host}`),
    folder: local.folder,
    hostName: `host-${host}`,
    ...{ fallback, times },
  });
}

async function openPrimary(primary: OpenFailover['primary']): Promise<Storage> {
  if ('redis' in primary) return openRedisStorage(primary.redis);
  const { file, way } = primary;
  const callMs = file.timeoutMs ?? 1_000;
  await throughWay(way, callMs);
  return behindWay(await openFileStorage(file), way, callMs);
}
