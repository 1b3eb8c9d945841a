import { type RedisServer, redisMissing, startRedisServer } from '@agentcoord/tooling/redis-server';
import { afterAll, beforeAll } from 'vitest';

/** Why the tests on Redis cannot run here; part of their title then. */
export const missing = redisMissing();
export const unless = missing ? ` (skipped: ${missing})` : '';

/** One private server for all tests of a file; each test has a repository, and so a namespace, of its own. */
export function sharedServer(): () => string {
  let server: RedisServer | undefined;
  beforeAll(async () => {
    if (!missing) server = await startRedisServer();
  });
  afterAll(() => server?.remove());
  return () => {
    if (server === undefined) throw new Error('no server');
    return `unix://${server.socketPath}`;
  };
}
