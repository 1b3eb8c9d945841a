import type { Storage } from '@agentcoord/core';
import { openFileStorage } from '@agentcoord/storage-file';
import { describe, expect, it, onTestFinished } from 'vitest';
import { spendAsFleet, withoutCaps } from './support/spending-fleet.js';
import { tempFolder } from './support/temp-folder.js';

describe('ten workers on one budget', () => {
  async function tenConnections(): Promise<Storage[]> {
    const folder = await tempFolder({});
    const storages = await Promise.all(Array.from({ length: 10 }, () => openFileStorage({ folder })));
    onTestFinished(async () => void (await Promise.all(storages.map((storage) => storage.close()))));
    return storages;
  }

  it('are never above its cap, and use it up', async () => {
    const fleet = { storages: await tenConnections(), callsEach: 20, capUsd: 1, random: Math.random };
    const { calls, refused, billedUsd, highestUsd } = await spendAsFleet(fleet);
    expect(calls + refused).toBe(200);
    expect(refused).toBeGreaterThan(0);
    expect(highestUsd).toBeLessThanOrEqual(1);
    expect(billedUsd).toBeLessThanOrEqual(1);
    expect(billedUsd).toBeGreaterThan(0.95);
  });

  it('would be above it if nobody looked at the cap: this test can fail', async () => {
    const storages = (await tenConnections()).map(withoutCaps);
    const { billedUsd } = await spendAsFleet({ storages, callsEach: 20, capUsd: 1, random: Math.random });
    expect(billedUsd).toBeGreaterThan(1);
  });
});
