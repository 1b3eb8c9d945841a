import { type RedisServer, redisMissing, startRedisServer } from '@agentcoord/tooling/redis-server';
import { afterAll, beforeAll } from 'vitest';

/** Why the tests of a file cannot run here; part of their title then. */
export const missing = redisMissing();
export const unless = missing ? ` (skipped: ${missing})` : '';

/** One private server for all tests of a file; each test has a repository, and so a namespace, of its own. */
export function sharedServer(options: Parameters<typeof startRedisServer>[0] = {}): {
  current(): RedisServer;
  url(): string;
} {
  let server: RedisServer | undefined;
  const current = (): RedisServer => {
    if (server === undefined) throw new Error('no server');
    return server;
  };
  beforeAll(async () => {
    if (!missing) server = await startRedisServer(options);
  });
  afterAll(() => server?.remove());
  return { current, url: () => `unix://${current().socketPath}` };
}
