import type { Storage } from '@agentcoord/core';
import { openRedisStorage } from '@agentcoord/storage-redis';
import { startRedisServer } from '@agentcoord/tooling/redis-server';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { missing, stores } from './support/stores.js';
import { talkingCrowd } from './support/talking-crowd.js';

// Bounds only: many processes start here, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

const SHORT = { processes: 6, killed: 2, forMs: 2_000 };

describe.each(stores().filter(({ store }) => store !== 'memory'))('a crowd, $store store', (kind) => {
  test.skipIf(kind.missing)('that loses some of its processes loses no acknowledged entry', async () => {
    const { storage, connection } = await kind.open();
    if (connection === undefined) throw new Error('no other process can open it');
    const { counts, violations } = await talkingCrowd({ ...SHORT, storage, connection });
    expect(violations).toEqual([]);
    expect(counts.acknowledged).toBeGreaterThan(0);
  });
});

describe.skipIf(missing)(`a crowd${missing ? ` (skipped: ${missing})` : ''}`, () => {
  test('whose Redis is killed and comes back loses no acknowledged entry', async () => {
    const server = await startRedisServer({ appendOnly: true });
    onTestFinished(() => server.remove());
    const options = { namespace: 'crowd', path: server.socketPath };
    const storage: Storage = await openRedisStorage(options);
    onTestFinished(() => storage.close());
    const { counts, violations } = await talkingCrowd({
      ...SHORT,
      storage,
      connection: { open: 'redis', options },
      async halfway() {
        await server.stop('SIGKILL');
        await server.start();
      },
    });
    expect(violations).toEqual([]);
    expect(counts.acknowledged).toBeGreaterThan(0);
  });
});
