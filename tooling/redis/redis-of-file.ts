import { randomUUID } from 'node:crypto';
import { afterAll, test } from 'vitest';
import { type RedisServer, redisMissing, startRedisServer } from './redis-server.js';

/** Options of a namespace nobody else uses; plain JSON, so that a child process can be told. */
export interface RedisNamespace {
  namespace: string;
  path: string;
}

/** Why there is no Redis for this test file; that is reported as a skipped test. */
const missing = redisMissing();
if (missing !== undefined) test.skip(`over Redis (skipped: ${missing})`);

let starting: Promise<RedisServer> | undefined;
afterAll(async () => {
  await (await starting)?.remove();
});

/** True where tests over Redis can run. */
export const hasRedis = missing === undefined;

/** A fresh namespace on the one server of this test file, which starts with the first that asks. */
export async function redisNamespace(): Promise<RedisNamespace> {
  starting ??= startRedisServer({ appendOnly: true });
  return { namespace: randomUUID(), path: (await starting).socketPath };
}
