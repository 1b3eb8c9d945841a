import { expect, test } from 'vitest';
import { comingAndGoing, sharedOutages, soloOutages } from './rounds/worlds.js';

// The same worlds with hundreds of rounds are in `prove/`.

test('alone, no call fails because of what happens to the primary', async () => {
  expect((await soloOutages(10)).calls).toBeGreaterThan(0);
}, 60_000);

test('while another host comes and goes, no call fails and no lock is held twice', async () => {
  expect((await comingAndGoing(3)).calls).toBeGreaterThan(0);
}, 60_000);

test('shared, nothing is granted while the primary is gone, and every message arrives once', async () => {
  const { refused, queued } = await sharedOutages(5);
  expect(refused).toBeGreaterThan(0);
  expect(queued).toBeGreaterThan(0);
}, 60_000);
