import { randomUUID } from 'node:crypto';
import { type ClusterNode, startRedisCluster } from '@agentcoord/tooling/redis-cluster';
import { startRedisSentinel } from '@agentcoord/tooling/redis-sentinel';
import type { RedisServer } from '@agentcoord/tooling/redis-server';
import { describe, expect, test } from 'vitest';
import { openRedisStorage, type RedisStorageOptions } from '../../src/index.js';
import { startHolders } from '../harness/holders.js';
import { notFull, unlessFull } from '../harness/only-full.js';
import { withClient } from '../harness/redis-client.js';

const CLIENTS = 4;
const TIMEOUT_MS = 240_000;
const LEASE_MS = 1_500;

describe.skipIf(notFull)(`a master that dies and is replaced${unlessFull}`, () => {
  test('under Sentinel is adopted once, and no key is granted twice', { timeout: TIMEOUT_MS }, async () => {
    const group = await startRedisSentinel({ appendOnly: true });
    try {
      const servers = group.servers.map(({ server }) => server);
      await replaceMaster(servers, servers[0], {
        namespace: randomUUID(),
        sentinels: group.sentinels,
        masterName: group.masterName,
      });
    } finally {
      await group.remove();
    }
  });

  test('in a Cluster is adopted once, and no key is granted twice', { timeout: TIMEOUT_MS }, async () => {
    const cluster = await startRedisCluster({ appendOnly: true });
    try {
      const options = { namespace: randomUUID(), cluster: cluster.seeds };
      const { index } = await ownerOf(cluster.nodes, options.namespace);
      const pair = [cluster.nodes[index], cluster.nodes[index + 3]].flatMap((node) => node?.server ?? []);
      await replaceMaster(pair, pair[0], options);
    } finally {
      await cluster.remove();
    }
  });
});

async function replaceMaster(
  servers: RedisServer[],
  master: RedisServer | undefined,
  options: RedisStorageOptions,
): Promise<void> {
  const open = () => openRedisStorage({ ...options, lockDelayMs: LEASE_MS });
  const clients = await Promise.all(Array.from({ length: CLIENTS }, open));
  const [worker] = clients;
  if (worker === undefined || master === undefined) return expect.fail('nobody works, or nobody serves');
  try {
    const holders = startHolders(clients, { keys: 3, ttlMs: LEASE_MS });
    await holders.moreGrants(200);
    const { fence } = await grantOf(worker);
    await master.stop('SIGKILL');
    await holders.moreGrants(200);
    expect((await grantOf(worker)).fence).toBeGreaterThan(fence);
    const { grants, violations } = await holders.stop();
    expect(violations).toEqual([]);
    expect(grants).toBeGreaterThanOrEqual(400);
    const survivors = servers.filter((server) => server !== master);
    const epochs = await Promise.all(survivors.map((server) => epochIn(server, options.namespace)));
    // The first server was adopted as epoch 1, its successor as 2; all replicas come to the same.
    expect(Math.max(...epochs)).toBe(2);
  } finally {
    await Promise.all(clients.map((client) => client.close()));
  }
}

async function grantOf(storage: Awaited<ReturnType<typeof openRedisStorage>>) {
  for (;;) {
    const request = { grantId: randomUUID(), holder: 'test', keys: [{ key: 'test/a' }], ttlMs: LEASE_MS };
    const reply = await storage.leases.acquire(request);
    if (reply.status === 'granted') return reply.grant;
  }
}

function epochIn(server: RedisServer, namespace: string): Promise<number> {
  return withClient(server, async (redis) => {
    await redis.readonly().catch(() => undefined);
    return Number((await redis.hget(`{ac:${namespace}}:meta`, 'server'))?.split('/')[1]);
  });
}

async function ownerOf(nodes: readonly ClusterNode[], namespace: string): Promise<{ index: number }> {
  for (const [index, { server }] of nodes.slice(0, 3).entries()) {
    const owns = await withClient(server, (redis) =>
      redis.exists(`{ac:${namespace}}:meta`).then(
        () => true,
        () => false,
      ),
    );
    if (owns) return { index };
  }
  throw new Error('no master has the slot');
}
