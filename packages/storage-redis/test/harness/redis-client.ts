import type { RedisServer } from '@agentcoord/tooling/redis-server';
import { Redis, type RedisOptions } from 'ioredis';

/** A client of the test's own: to flush, to fill, to misconfigure. */
export function withClient<T>(server: RedisServer, work: (redis: Redis) => Promise<T>): Promise<T> {
  return using({ path: server.socketPath, maxRetriesPerRequest: 0 }, work);
}

/** Also to one that is not ready: it does not wait until it is. */
export function withImpatientClient<T>(server: RedisServer, work: (redis: Redis) => Promise<T>): Promise<T> {
  return using({ path: server.socketPath, maxRetriesPerRequest: 0, enableReadyCheck: false }, work);
}

async function using<T>(options: RedisOptions, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(options);
  redis.on('error', () => undefined);
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}
