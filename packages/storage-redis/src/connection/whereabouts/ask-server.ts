import { Redis } from 'ioredis';
import type { RedisStorageOptions } from '../../redis-storage-options.js';
import { type Endpoint, openSocket } from './endpoint.js';
import { socketConnector } from './socket-connector.js';

export interface AskOptions {
  username: string | undefined;
  password: string | undefined;
  tls: RedisStorageOptions['tls'];
  signal: AbortSignal;
}

/** A node that does not answer a question about the whereabouts in this time is passed over. */
const ANSWER_MS = 1_000;

/** One question on a connection of its own. */
export async function askServer<T>(
  endpoint: Endpoint,
  options: AskOptions,
  question: (redis: Redis) => Promise<T>,
): Promise<T> {
  const { username, password, tls, signal } = options;
  const redis = new Redis({
    ...(username ? { username } : {}),
    ...(password ? { password } : {}),
    protocol: 2,
    lazyConnect: true,
    enableReadyCheck: false,
    enableOfflineQueue: false,
    disableClientInfo: true,
    retryStrategy: null,
    commandTimeout: ANSWER_MS,
    Connector: socketConnector(() => openSocket(endpoint, { tls, timeoutMs: ANSWER_MS, signal })),
  });
  let why: unknown;
  redis.on('error', (error: unknown) => {
    why ??= error;
  });
  try {
    await redis.connect();
    return await question(redis);
  } catch (error) {
    // What connecting rejects with says only that the connection was closed.
    throw why ?? error;
  } finally {
    redis.disconnect();
  }
}
