import { type RedisServer, redisMissing, startRedisServer } from '@agentcoord/tooling/redis-server';
import { afterAll, beforeAll } from 'vitest';

/** Why the tests of a file cannot run here; part of their title then. */
export const missing = redisMissing();
export const unless = missing ? ` (skipped: ${missing})` : '';

export const PASSWORD = 'hunter2-hunter2';

/** One private server with a password for all tests of a file. */
export function guardedServer(): { current(): RedisServer; url(password?: string): string } {
  let server: RedisServer | undefined;
  const current = (): RedisServer => {
    if (server === undefined) throw new Error('no server');
    return server;
  };
  beforeAll(async () => {
    if (!missing) server = await startRedisServer({ arguments: ['--requirepass', PASSWORD] });
  });
  afterAll(() => server?.remove());
  return { current, url: (password = PASSWORD) => `unix://:${password}@${current().socketPath}` };
}
