import { DEFAULT_CALL_TIMEOUT_MS } from '@agentcoord/core';
import { Redis } from 'ioredis';
import { Closing } from '../call/closing.js';
import { Deadline, TimeUp } from '../call/deadline.js';
import { errorClass } from '../errors/error-class.js';
import { saysNobodyThere } from '../errors/nobody-there.js';
import { type Place, storageError } from '../errors/storage-error.js';
import type { RedisStorageOptions } from '../redis-storage-options.js';
import { connectionOptions } from './connection-options.js';

/**
 * A connection for one piece of work that is no storage call, within `timeoutMs` in all.
 * @throws `storage_unavailable` when nobody answers in time, `misconfigured` when the server refuses our
 * credentials or certificates, `aborted`.
 */
export async function withConnection<T>(
  options: RedisStorageOptions & { signal?: AbortSignal },
  work: (redis: Redis, place: Place) => Promise<T>,
): Promise<T> {
  const { redis: redisOptions, place } = connectionOptions(options);
  const redis = new Redis(redisOptions);
  const closing = new Closing();
  const deadline = new Deadline(options.timeoutMs ?? DEFAULT_CALL_TIMEOUT_MS, closing, options.signal);
  const trouble: { last?: unknown } = {};
  try {
    await deadline.wait(untilReady(redis, trouble));
    return await deadline.wait(work(redis, place));
  } catch (error) {
    const isForeign = trouble.last === undefined && !(error instanceof TimeUp);
    if (options.signal?.aborted || isForeign) throw error;
    const reason = trouble.last ?? error;
    throw storageError(errorClass(reason) === 'configuration' ? 'configuration' : 'not-sent', reason, place);
  } finally {
    deadline.end();
    closing.close();
    redis.disconnect();
  }
}

function untilReady(redis: Redis, trouble: { last?: unknown }): Promise<void> {
  return new Promise((resolve, reject) => {
    redis.once('ready', resolve);
    redis.on('error', (error: unknown) => {
      trouble.last = error;
      if (errorClass(error) === 'configuration' || saysNobodyThere(error)) reject(error);
    });
    redis.connect().catch(() => undefined);
  });
}
