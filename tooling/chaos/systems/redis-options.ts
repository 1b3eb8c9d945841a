import type { RedisStorageOptions } from '../../../packages/storage-redis/src/index.js';
import type { Place } from './system.js';

/** Each place is a user of its own, whose password can be made wrong for it alone. */
export function redisOptions({ namespace, port, place, times }: Place): RedisStorageOptions {
  return {
    ...{ namespace, port, username: `agent-${place}`, password: 'secret' },
    timeoutMs: times.callMs,
    silenceMs: 300,
    lockDelayMs: 2 * times.leaseMs,
  };
}
