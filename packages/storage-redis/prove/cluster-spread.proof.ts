import { defineProof } from '@agentcoord/tooling/prove';
import { startRedisCluster } from '@agentcoord/tooling/redis-cluster';
import { spreadOver } from '../test/harness/cluster-spread.js';
import { whereRedisIs } from './on-redis.js';

export default defineProof({
  promise: '1,000 namespaces over a Cluster of six nodes spread evenly over its masters.',
  run: ({ scaled }) =>
    whereRedisIs(async () => {
      const cluster = await startRedisCluster();
      try {
        const namespaces = scaled(1_000);
        const { shares, violations } = await spreadOver(cluster, namespaces);
        const [least, most] = [Math.min(...shares), Math.max(...shares)];
        return { counts: { namespaces, 'on the least': least, 'on the most': most }, violations };
      } finally {
        await cluster.remove();
      }
    }),
});
