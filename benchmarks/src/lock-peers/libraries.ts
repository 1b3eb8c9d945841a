import { FileLock } from '@agentcoord/locks';
import { openRedisStorage } from '@agentcoord/storage-redis';
import { Redis } from 'ioredis';
import { Mutex } from 'redis-semaphore';
import Redlock from 'redlock';
import type { OpenLocks } from './peer.js';

/** As long as a FileLock lasts by default. */
const TTL_MS = 60_000;

/** The product as it is installed: names resolved in this repository, leases, fences, slots, events, a queue. */
const openAgentcoord: OpenLocks = async ({ port, holder }) => {
  const storage = await openRedisStorage({ port, namespace: 'benchmark' });
  const locks = new FileLock({ storage, holder });
  return {
    async acquire(name) {
      const lock = await locks.acquire(name, { wait: '5m' });
      return () => lock.release();
    },
    close: () => storage.close(),
  };
};

/** Its defaults: asks again every 10 ms. */
const openRedisSemaphore: OpenLocks = async ({ port }) => {
  const redis = new Redis(port);
  return {
    async acquire(name) {
      const mutex = new Mutex(redis, name, { lockTimeout: TTL_MS, acquireTimeout: 300_000 });
      await mutex.acquire();
      return () => mutex.release();
    },
    close: async () => redis.disconnect(),
  };
};

/** Asks again after 10 ms as well; its default of 200 ms would lose by more. */
const openRedlock: OpenLocks = async ({ port }) => {
  const redis = new Redis(port);
  const redlock = new Redlock([redis], { retryCount: -1, retryDelay: 10, retryJitter: 5 });
  return {
    async acquire(name) {
      const lock = await redlock.lock(name, TTL_MS);
      return () => lock.unlock();
    },
    close: async () => redis.disconnect(),
  };
};

export const LOCK_LIBRARIES = {
  AgentCoord: openAgentcoord,
  'redis-semaphore': openRedisSemaphore,
  redlock: openRedlock,
};

export type LockLibrary = keyof typeof LOCK_LIBRARIES;
