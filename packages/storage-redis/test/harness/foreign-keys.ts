import { randomUUID } from 'node:crypto';
import type { Storage } from '@agentcoord/core';
import type { RedisServer } from '@agentcoord/tooling/redis-server';
import type { Redis } from 'ioredis';
import { openRedisStorage } from '../../src/index.js';
import { MUTATIONS } from './mutations.js';
import { withClient } from './redis-client.js';

/** Commands whose cost grows with what else is in the database. */
const UNBOUNDED = ['keys', 'scan', 'randomkey', 'dbsize', 'flushdb', 'flushall'];
const ROUNDS = 5;

export interface ForeignKeys {
  keys: number;
  /** Kinds of Redis commands that were compared. */
  commands: number;
  violations: string[];
}

/** Does the same work on a server of its own and among foreign keys; the commands must be the very same. */
export async function amongForeignKeys(server: RedisServer, keys: number): Promise<ForeignKeys> {
  // Once unobserved: which scripts the server knows already must not make a difference.
  await work(server);
  const alone = await commandsOf(server, () => work(server));
  await withClient(server, (redis) => populate(redis, keys));
  const among = await commandsOf(server, () => work(server));
  const violations: string[] = [];
  for (const name of new Set([...alone.keys(), ...among.keys()])) {
    if (UNBOUNDED.some((command) => command === name)) violations.push(`${name} was called`);
    if (alone.get(name) !== among.get(name))
      violations.push(
        `${name} was called ${alone.get(name) ?? 0} times alone, ${among.get(name) ?? 0} among`,
      );
  }
  const left = await withClient(server, (redis) => redis.exists('foreign:0', `foreign:${keys - 1}`));
  if (left !== 2) violations.push('a foreign key was touched');
  return { keys, commands: among.size, violations };
}

/** Every mutating verb in a namespace of its own, and what reads. */
async function work(server: RedisServer): Promise<void> {
  for (const { prepare } of MUTATIONS)
    await inFreshNamespace(server, async (storage) => {
      for (let round = 0; round < ROUNDS; round += 1) await (await prepare(storage, round)).call(storage);
      await storage.queues.list({});
      await storage.queues.stats({});
      await storage.records.list({ collection: 'things' });
      await storage.leases.inspect({});
      await storage.logs.read({ log: 'audit', after: 0, limit: 10 });
      await storage.limits.readSpend({ scopes: ['fleet'] });
    });
}

async function inFreshNamespace(
  server: RedisServer,
  run: (storage: Storage) => Promise<void>,
): Promise<void> {
  const storage = await openRedisStorage({ namespace: randomUUID(), path: server.socketPath });
  try {
    await run(storage);
  } finally {
    await storage.close();
  }
}

async function populate(redis: Redis, keys: number): Promise<void> {
  for (let first = 0; first < keys; first += 10_000) {
    const pairs: string[] = [];
    for (let index = first; index < Math.min(keys, first + 10_000); index += 1)
      pairs.push(`foreign:${index}`, 'x');
    await redis.mset(...pairs);
  }
}

async function commandsOf(server: RedisServer, run: () => Promise<void>): Promise<Map<string, number>> {
  return withClient(server, async (redis) => {
    await redis.config('RESETSTAT');
    await run();
    const counts = new Map<string, number>();
    for (const [, name = '', calls] of (await redis.info('commandstats')).matchAll(
      /cmdstat_(\S+):calls=(\d+)/g,
    ))
      if (name !== 'info' && name !== 'config|resetstat') counts.set(name, Number(calls));
    return counts;
  });
}
