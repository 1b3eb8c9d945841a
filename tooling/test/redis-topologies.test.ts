import { describe, expect, test } from 'vitest';
import { askRedis } from '../redis/ask-redis.js';
import { startRedisCluster } from '../redis/redis-cluster.js';
import { startRedisSentinel } from '../redis/redis-sentinel.js';
import { redisMissing } from '../redis/redis-server.js';

const missing = redisMissing();

describe.skipIf(missing)(`servers that belong together${missing ? ` (${missing})` : ''}`, () => {
  test('a Cluster serves every slot from three masters, each with a replica', async () => {
    const cluster = await startRedisCluster();
    try {
      for (const { port } of cluster.nodes) {
        const info = await askRedis({ port }, 'CLUSTER INFO');
        expect(info).toContain('cluster_slots_ok:16384');
        expect(info).toContain('cluster_known_nodes:6');
        expect(info).toContain('cluster_size:3');
      }
    } finally {
      await cluster.remove();
    }
  });

  test('sentinels with a password agree on the master', async () => {
    const group = await startRedisSentinel({
      password: 'server-secret',
      sentinelPassword: 'sentinel-secret',
    });
    try {
      expect(group.sentinels).toHaveLength(3);
      const { port } = group.servers[0] ?? expect.fail('no master');
      expect(await askRedis({ port }, 'AUTH server-secret\r\nROLE')).toContain('master');
    } finally {
      await group.remove();
    }
  });
});
