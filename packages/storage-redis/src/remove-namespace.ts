import { checkName } from '@agentcoord/core';
import { withConnection } from './connection/with-connection.js';
import type { RedisStorageOptions } from './redis-storage-options.js';

const KEYS_A_LOOK = 1_000;

/**
 * Removes everything a namespace has on the server: tasks, locks, records, logs. For tests and demonstrations
 * that made the namespace and know that nobody uses it any more; clients that do would find it emptied.
 * @returns how many keys there were. @throws `storage_unavailable`, `misconfigured`
 */
export async function removeNamespace(options: RedisStorageOptions): Promise<number> {
  const namespace = checkName(options.namespace, 'namespace');
  return withConnection(options, async (redis) => {
    let removed = 0;
    let cursor = '0';
    do {
      const [next, keys] = await redis.scan(cursor, 'MATCH', `{ac:${namespace}}:*`, 'COUNT', KEYS_A_LOOK);
      if (keys.length > 0) removed += await redis.unlink(...keys);
      cursor = next;
    } while (cursor !== '0');
    return removed;
  });
}
