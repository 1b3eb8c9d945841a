import type { RedisCluster } from '@agentcoord/tooling/redis-cluster';
import { openRedisStorage } from '../../src/index.js';
import { withClient } from './redis-client.js';

export interface Spread {
  /** Namespaces on each master. */
  shares: number[];
  violations: string[];
}

/** So many standard deviations of pure chance; nearly all runs of an even spread stay within four. */
const DEVIATIONS = 4;

/** Opens namespaces named as people name them, works a little in each, and counts where they lie. */
export async function spreadOver(cluster: RedisCluster, namespaces: number): Promise<Spread> {
  const violations: string[] = [];
  const worker = async (first: number) => {
    for (let index = first; index < namespaces; index += WORKERS) {
      const storage = await openRedisStorage({ namespace: `project-${index}`, cluster: cluster.seeds });
      await storage.queues.push({ tasks: [{ id: 'a', title: 'a' }] });
      const reply = await storage.queues.claim({ worker: 'w', leaseMs: 60_000 });
      if (reply.status !== 'claimed') violations.push(`project-${index}: nothing to claim`);
      await storage.close();
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, (_, index) => worker(index)));
  const masters = cluster.nodes.slice(0, 3);
  const shares = await Promise.all(masters.map(({ server }) => withClient(server, namespacesOn)));
  const even = namespaces / masters.length;
  const tolerance = DEVIATIONS * Math.sqrt(even * (1 - 1 / masters.length));
  for (const share of shares)
    if (Math.abs(share - even) > tolerance)
      violations.push(
        `a master has ${share} namespaces; ${Math.round(even)} ± ${Math.round(tolerance)} is even`,
      );
  const found = shares.reduce((sum, share) => sum + share, 0);
  if (found !== namespaces) violations.push(`${found} of ${namespaces} namespaces were found`);
  return { shares, violations };
}

const WORKERS = 8;

async function namespacesOn(redis: { keys(pattern: string): Promise<string[]> }): Promise<number> {
  return (await redis.keys('{ac:project-*}:meta')).length;
}
