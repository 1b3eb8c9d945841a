import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { redisMissing, startRedisServer } from '../redis/redis-server.js';
import { runExample } from './run-example.js';

const A_CROWDED_MACHINE_MS = 120_000;

/** `npm start` of the example whose test this is, on the file store and, where there is one, on a Redis. */
export function describeExample(testFolder: string, promise: string): void {
  const folder = dirname(testFolder);
  const asItShouldBe = { code: 0, printed: expect.stringContaining('As it should be') };

  test(
    `${promise}, on the file store`,
    async () => expect(await runExample(folder)).toEqual(asItShouldBe),
    A_CROWDED_MACHINE_MS,
  );

  const missing = redisMissing();
  test.skipIf(missing)(
    `${promise}, on Redis${missing ? ` (skipped: ${missing})` : ''}`,
    async () => {
      const redis = await startRedisServer();
      try {
        const redisUrl = `unix://${redis.socketPath}`;
        expect(await runExample(folder, { REDIS_URL: redisUrl })).toEqual(asItShouldBe);
      } finally {
        await redis.remove();
      }
    },
    A_CROWDED_MACHINE_MS,
  );
}
