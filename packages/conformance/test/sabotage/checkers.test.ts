import { describe, expect, test } from 'vitest';
import {
  type Checker,
  fenceMono,
  logComplete,
  noGhost,
  noLostTask,
  oneCompletion,
  oneHolder,
} from '../../src/index.js';
import { openMemoryStorage } from '../open-memory-storage.js';
import {
  appendsThatForget,
  constantFences,
  leasesWithoutConflicts,
  pushesThatAdd,
  pushesThatForget,
  type Sabotage,
  settlementsWithoutFence,
} from './sabotages.js';
import { virtualCrowd } from './virtual-crowd.js';

const CHECKERS: Record<string, Checker> = {
  oneHolder,
  fenceMono,
  noLostTask,
  oneCompletion,
  noGhost,
  logComplete,
};

const ACCUSED: Array<[checker: keyof typeof CHECKERS, what: string, sabotage: Sabotage]> = [
  ['oneHolder', 'leases that ignore conflicts', leasesWithoutConflicts],
  ['fenceMono', 'fences that never grow', constantFences],
  ['noLostTask', 'pushes that forget a task', pushesThatForget],
  ['oneCompletion', 'settlements that ignore the fence', settlementsWithoutFence],
  ['noGhost', 'pushes that add a task nobody asked for', pushesThatAdd],
  ['logComplete', 'appends that forget an entry', appendsThatForget],
];

async function violationsOf(sabotage: Sabotage): Promise<Record<string, string[]>> {
  await using storage = await openMemoryStorage();
  const evidence = await virtualCrowd(storage, sabotage);
  return Object.fromEntries(Object.entries(CHECKERS).map(([name, check]) => [name, check(evidence)]));
}

describe('the checkers', () => {
  test('accuse nobody when every guarantee holds', async () => {
    const violations = await violationsOf((storage) => storage);
    expect(Object.values(violations).flat()).toEqual([]);
  });

  for (const [checker, what, sabotage] of ACCUSED) {
    test(`${checker} accuses ${what}`, async () => {
      expect((await violationsOf(sabotage))[checker]).not.toEqual([]);
    });
  }
});
