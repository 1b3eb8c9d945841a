import { randomUUID } from 'node:crypto';
import type { Storage } from '@agentcoord/core';
import { startFaultProxy } from '@agentcoord/tooling/fault-proxy';
import { type RedisServer, startRedisServer } from '@agentcoord/tooling/redis-server';
import { openRedisStorage } from '../../src/index.js';
import { startHolders } from './holders.js';
import { withClient } from './redis-client.js';

export interface ComeBack {
  rounds: number;
  grants: number;
  violations: string[];
}

/** Where the clients are led, and how it becomes a server with a worse memory. */
interface Scene {
  port: number;
  current(): RedisServer;
  /** Before the grants that will be forgotten. */
  beforeForgetting?(): Promise<void>;
  replace(): Promise<void>;
  remove(): Promise<void>;
}

const LEASE_MS = 150;
const CLIENTS = 4;

/**
 * Holders work on without a break while their server comes back, round after round. Each time the next call
 * must notice, one client must adopt it, fences must go on growing, and no key may be granted twice.
 */
export async function comeBack(kind: keyof typeof SCENES, rounds: number): Promise<ComeBack> {
  const scene = await SCENES[kind]();
  const namespace = randomUUID();
  const open = () => openRedisStorage({ namespace, port: scene.port, lockDelayMs: LEASE_MS });
  const [probe, ...clients] = await Promise.all(Array.from({ length: 1 + CLIENTS }, open));
  if (probe === undefined) throw new Error('no client');
  const epoch = () => epochOn(scene.current(), namespace);
  const violations: string[] = [];
  const holders = startHolders(clients, { keys: 2, ttlMs: LEASE_MS });
  try {
    for (let round = 1; round <= rounds; round += 1) {
      await holders.moreGrants(10);
      await scene.beforeForgetting?.();
      await holders.moreGrants(10);
      const before = await epoch();
      await scene.replace();
      await answered(probe);
      const after = await epoch();
      if (after !== before + 1) violations.push(`round ${round}: epoch ${before} became ${after}`);
    }
    await holders.moreGrants(10);
    const seen = await holders.stop();
    return { rounds, grants: seen.grants, violations: [...violations, ...seen.violations] };
  } finally {
    await holders.stop();
    await Promise.all([probe, ...clients].map((client) => client.close()));
    await scene.remove();
  }
}

async function answered(storage: Storage): Promise<void> {
  await storage.leases.acquire({
    grantId: randomUUID(),
    holder: 'probe',
    keys: [{ key: 'probe/a' }],
    ttlMs: LEASE_MS,
  });
}

export function epochOn(server: RedisServer, namespace: string): Promise<number> {
  return withClient(server, async (redis) => {
    const identity = await redis.hget(`{ac:${namespace}}:meta`, 'server');
    return Number(identity?.split('/')[1] ?? 0);
  });
}

const SCENES = {
  empty: () => oneServer(),
  'from an old snapshot': () =>
    oneServer((server) => withClient(server, async (redis) => void (await redis.save()))),
  'as another master': otherMaster,
};

async function oneServer(snapshot?: (server: RedisServer) => Promise<void>): Promise<Scene> {
  const server = await startRedisServer();
  const proxy = await startFaultProxy({ path: server.socketPath });
  return {
    port: proxy.port,
    current: () => server,
    ...(snapshot === undefined ? {} : { beforeForgetting: () => snapshot(server) }),
    async replace() {
      await server.stop('SIGKILL');
      await server.start();
    },
    async remove() {
      await proxy.close();
      await server.remove();
    },
  };
}

/** A replica need not wait for others that might want the same. */
const AT_ONCE = ['--repl-diskless-sync-delay', '0'];

/** The replica is cut off before the master dies, so it lacks the last grants; then it takes over. */
async function otherMaster(): Promise<Scene> {
  const start = () => startRedisServer({ arguments: AT_ONCE });
  let [master, replica] = await Promise.all([start(), start()]);
  const target = { path: master.socketPath };
  const proxy = await startFaultProxy(target);
  const follow = async () => {
    const path = master.socketPath;
    const relay = await startFaultProxy({ path });
    await withClient(replica, (redis) => redis.replicaof('127.0.0.1', relay.port));
    await inStep(master);
    return relay;
  };
  let relay = await follow();
  return {
    port: proxy.port,
    current: () => master,
    async beforeForgetting() {
      // From here on nothing reaches the replica.
      relay.blackHole('to-client');
    },
    async replace() {
      await master.stop('SIGKILL');
      await relay.close();
      await withClient(replica, (redis) => redis.replicaof('NO', 'ONE'));
      target.path = replica.socketPath;
      proxy.cutAll();
      [master, replica] = [replica, master];
      await replica.start();
      relay = await follow();
    },
    async remove() {
      await Promise.all([relay.close(), proxy.close()]);
      await Promise.all([master.remove(), replica.remove()]);
    },
  };
}

async function inStep(master: RedisServer): Promise<void> {
  await withClient(master, async (redis) => {
    for (;;) if (/state=online/.test(await redis.info('replication'))) return;
  });
}
