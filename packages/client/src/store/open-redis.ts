import { AgentCoordError, abortedError, type Storage } from '@agentcoord/core';
import { type RedisSetting, redisTrouble } from '../configuration/redis.js';

interface OpenRedisOptions {
  signal?: AbortSignal;
  /** What to do while nobody answers is said by whoever knows what this host may do then. */
  hasFallback?: boolean;
}

/**
 * Opens a storage on Redis and says, where that fails, who asked for it and what to do.
 * An abort ends the waiting at once; a connection that comes later is closed again.
 * @throws `storage_unavailable`, `misconfigured`, `aborted`.
 */
export async function openRedis(
  open: () => Promise<Storage>,
  redis: RedisSetting,
  { signal, hasFallback = false }: OpenRedisOptions = {},
): Promise<Storage> {
  const opening = open();
  try {
    return await unlessAborted(opening, signal);
  } catch (error) {
    opening.then((storage) => storage.close()).catch(() => undefined);
    if (hasFallback && AgentCoordError.is(error, 'storage_unavailable')) throw error;
    throw AgentCoordError.is(error) ? redisTrouble(error, redis) : error;
  }
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  const { promise, reject } = withReject();
  const onAbort = (): void => reject(abortedError(signal, 'connecting to Redis'));
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function withReject(): { promise: Promise<never>; reject: (reason: Error) => void } {
  let reject: (reason: Error) => void = () => undefined;
  const promise = new Promise<never>((_resolve, onReject) => {
    reject = onReject;
  });
  promise.catch(() => undefined);
  return { promise, reject };
}
