import { expect, test, vi } from 'vitest';
import { agentsOn } from './support/agents.js';
import { memoryStore } from './support/stores.js';
import { withLeases } from './support/with-leases.js';

test('a lock that is taken or given back makes nobody look after those that are held', async () => {
  const renewed: string[] = [];
  const storage = withLeases(await memoryStore(), (leases) => ({
    renew: (request, options) => {
      renewed.push(request.grantId);
      return leases.renew(request, options);
    },
  }));
  const { agent } = await agentsOn(storage);
  const locks = agent('one');
  const looked: string[] = [];
  for (const path of ['a.ts', 'b.ts', 'c.ts']) {
    const lock = await locks.acquire(path);
    looked.push(lock.grantId);
    // Once, when somebody begins to listen for it.
    await vi.waitFor(() => expect(renewed).toContain(lock.grantId), { timeout: 20_000, interval: 5 });
    if (path === 'b.ts') await lock.release();
  }
  expect(renewed).toEqual(looked);
});
