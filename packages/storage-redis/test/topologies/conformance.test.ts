import { randomUUID } from 'node:crypto';
import { describeStorageContract, type NamespaceUnderTest } from '@agentcoord/conformance';
import type { JsonObject } from '@agentcoord/core';
import { type RedisCluster, startRedisCluster } from '@agentcoord/tooling/redis-cluster';
import { type RedisSentinel, startRedisSentinel } from '@agentcoord/tooling/redis-sentinel';
import { afterAll, beforeAll, describe } from 'vitest';
import { openRedisStorage } from '../../src/index.js';
import { notFull, unlessFull } from '../harness/only-full.js';

describe.skipIf(notFull)(`a Cluster of six nodes${unlessFull}`, () => {
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

describe.skipIf(notFull)(`a master under Sentinel${unlessFull}`, () => {
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
