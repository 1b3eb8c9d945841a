import { randomUUID } from 'node:crypto';
import { type RedisServer, redisMissing, startRedisServer } from '@agentcoord/tooling/redis-server';
import { afterAll, beforeAll } from 'vitest';
import type { RedisStorageOptions } from '../../src/index.js';

/** Why the tests of a file cannot run here; part of their title then. */
export const missing = redisMissing();
export const unless = missing ? ` (skipped: ${missing})` : '';

/** One server for all tests of a file; each test takes a namespace of its own. */
export function sharedServer(options: Parameters<typeof startRedisServer>[0] = {}): {
  current: () => RedisServer;
} {
  let server: RedisServer | undefined;
  beforeAll(async () => {
    if (!missing) server = await startRedisServer(options);
  });
  afterAll(() => server?.remove());
  return {
    current() {
      if (server === undefined) throw new Error('no server');
      return server;
    },
  };
}

/** Options for a namespace nobody else uses. */
export function freshNamespace(
  server: RedisServer,
  more: Partial<RedisStorageOptions> = {},
): RedisStorageOptions {
  return { namespace: randomUUID(), path: server.socketPath, ...more };
}
