import { randomUUID } from 'node:crypto';
import { describeStorageContract, type NamespaceUnderTest } from '@agentcoord/conformance';
import type { JsonObject } from '@agentcoord/core';
import { type RedisCluster, startRedisCluster } from '@agentcoord/tooling/redis-cluster';
import { type RedisSentinel, startRedisSentinel } from '@agentcoord/tooling/redis-sentinel';
import { type RedisServer, startRedisServer, valkeyMissing } from '@agentcoord/tooling/redis-server';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { openRedisStorage } from '../../src/index.js';
import { notFull, unlessFull } from '../harness/only-full.js';
import { sharedServer } from '../harness/redis-namespace.js';

// Not registered where it cannot run: a thousand skipped tests would hide the others.
if (notFull !== undefined)
  test.skip(`the contract on a Cluster, under Sentinel, without scripts${unlessFull}`);
else {
  describe('a Cluster of six nodes', () => {
    let cluster: RedisCluster;
    beforeAll(async () => {
      cluster = await startRedisCluster({ appendOnly: true });
    });
    afterAll(() => cluster.remove());
    describeStorageContract({
      name: 'redis cluster',
      open: () => namespace({ cluster: cluster.seeds }),
    });
  });

  describe('a master under Sentinel', () => {
    let group: RedisSentinel;
    beforeAll(async () => {
      group = await startRedisSentinel({ appendOnly: true });
    });
    afterAll(() => group.remove());
    describeStorageContract({
      name: 'redis sentinel',
      open: () => namespace({ sentinels: group.sentinels, masterName: group.masterName }),
    });
  });

  describe('a server that forgets its scripts every 50 ms', () => {
    const server = sharedServer({ appendOnly: true });
    let flushing: NodeJS.Timeout;
    let redis: Redis;
    beforeAll(() => {
      redis = new Redis({ path: server.current().socketPath });
      flushing = setInterval(() => void redis.script('FLUSH'), 50);
    });
    afterAll(() => {
      clearInterval(flushing);
      redis.disconnect();
    });
    describeStorageContract({
      name: 'redis without scripts',
      open: () => namespace({ path: server.current().socketPath }),
    });
  });
}

const noValkey = notFull ?? valkeyMissing();
if (noValkey !== undefined) test.skip(`the contract on Valkey (skipped: ${noValkey})`);
else {
  describe('Valkey', () => {
    let server: RedisServer;
    beforeAll(async () => {
      server = await startRedisServer({ valkey: true, appendOnly: true });
    });
    afterAll(() => server.remove());
    describeStorageContract({ name: 'valkey', open: () => namespace({ path: server.socketPath }) });
  });
}

async function namespace(where: JsonObject): Promise<NamespaceUnderTest> {
  const options = { ...where, namespace: randomUUID() };
  return {
    storage: await openRedisStorage(options),
    reopen: () => openRedisStorage(options),
    connection: {
      module: new URL('../harness/open-from-source.ts', import.meta.url).href,
      open: 'openFromSource',
      options,
    },
  };
}
