import type { RedisServer } from '@agentcoord/tooling/redis-server';
import { Redis } from 'ioredis';

/** A client of the test's own: to flush, to fill, to misconfigure. */
export async function withClient<T>(server: RedisServer, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis({ path: server.socketPath, maxRetriesPerRequest: 0 });
  redis.on('error', () => undefined);
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}
