import { describe, expect, test } from 'vitest';
import { amongForeignKeys } from './harness/foreign-keys.js';
import { reconnectStorm } from './harness/reconnect-storm.js';
import { missing, sharedServer, unless } from './harness/redis-namespace.js';

describe.skipIf(missing)(`a server that is not ours alone${unless}`, () => {
  const server = sharedServer({ appendOnly: true });

  test('takes the very same commands from us, whatever foreign keys it holds', async () => {
    const { commands, violations } = await amongForeignKeys(server.current(), 20_000);
    expect(violations).toEqual([]);
    expect(commands).toBeGreaterThan(20);
  });

  test('is not stormed by all its clients at once when it comes back', { timeout: 60_000 }, async () => {
    const { violations } = await reconnectStorm(server.current(), 50);
    expect(violations).toEqual([]);
  });
});
