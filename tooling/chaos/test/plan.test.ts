import { expect, test } from 'vitest';
import { drawPlan } from '../plan/draw-plan.js';
import { shrinkFaults } from '../round/shrink.js';
import { SYSTEMS } from '../systems/systems.js';
import { applySabotage } from '../workers/sabotage.js';

const systems = SYSTEMS.map(({ name }) => name);
const OF_WORKERS = [
  'kill-at-point',
  'kill-host',
  'kill-worker',
  'stop-at-point',
  'stop-worker',
  'turn-clock',
];
const OF_REDIS = ['flush-all', 'kill-clients', 'kill-redis', 'memory-full', 'pause-redis', 'wrong-password'];
const OF_WAYS = ['black-hole', 'cut-replies', 'cut-replies-of-puts', 'delay', 'refuse'];
const OF_A_FILE_PRIMARY = ['primary-away', 'replies-lost', 'replies-lost-at-take-back', 'way-lost'];
const POSSIBLE: Record<string, string[]> = {
  file: ['disk-full', ...OF_WORKERS].sort(),
  redis: [...OF_WAYS, ...OF_REDIS, ...OF_WORKERS].sort(),
  failover: ['disk-full', 'other-host-comes', ...OF_WAYS, ...OF_REDIS, ...OF_WORKERS].sort(),
  'failover-files': ['disk-full', 'other-host-comes', ...OF_A_FILE_PRIMARY, ...OF_WORKERS].sort(),
};
const rounds = Array.from({ length: 200 }, (_, index) => index + 1);

test('the same seed and round give the same plan, whatever was drawn before', () => {
  const all = rounds.map((round) => drawPlan({ seed: 7, round, systems }));
  expect(drawPlan({ seed: 7, round: 150, systems })).toEqual(all[149]);
  expect(drawPlan({ seed: 8, round: 150, systems })).not.toEqual(all[149]);
});

test('every fault of a system comes up, and none that it cannot have', () => {
  for (const system of systems) {
    const plans = rounds.map((round) => drawPlan({ seed: 7, round, systems: [system] }));
    const kinds = new Set(plans.flatMap(({ faults }) => faults.map(({ kind }) => kind)));
    expect([...kinds].sort()).toEqual(POSSIBLE[system]);
    for (const { faults, workers } of plans) {
      expect(faults.length).toBeGreaterThanOrEqual(1);
      expect(faults.length).toBeLessThanOrEqual(4);
      expect(workers).toBeGreaterThanOrEqual(6);
      expect(workers).toBeLessThanOrEqual(12);
    }
  }
});

test('only the faults that were asked for are drawn', () => {
  const plans = rounds.map((round) =>
    drawPlan({ seed: 7, round, systems: ['redis'], faults: ['flush-all'] }),
  );
  expect(new Set(plans.flatMap(({ faults }) => faults.map(({ kind }) => kind)))).toEqual(
    new Set(['flush-all']),
  );
});

test('shrinking leaves the faults that a red round needs', async () => {
  const faults = ['a', 'b', 'c', 'd'].map((kind) => ({ kind, atMs: 0, forMs: 0 }));
  const shortest = await shrinkFaults(faults, async (left) => {
    const kinds = left.map(({ kind }) => kind);
    return kinds.includes('b') && kinds.includes('d');
  });
  expect(shortest.map(({ kind }) => kind)).toEqual(['b', 'd']);
});

test('a sabotage that finds nothing to change is an error', () => {
  const sabotage = { name: 'fence off', changes: [{ file: '/fence.lua', from: /grow/, to: 'shrink' }] };
  expect(applySabotage(sabotage, '/src/other.lua', 'grow')).toBeUndefined();
  expect(applySabotage(sabotage, '/src/fence.lua', 'grow')).toEqual({ file: '/fence.lua', text: 'shrink' });
  expect(() => applySabotage(sabotage, '/src/fence.lua', 'stay')).toThrow('has nothing like');
});
