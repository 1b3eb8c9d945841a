import { describe } from 'vitest';
import {
  describeEvents,
  describeLeases,
  describeLimits,
  describeLogs,
  describeModel,
  describeQueues,
  describeRecords,
  describeSessions,
  describeSignals,
  type StorageHarness,
} from '../../src/index.js';
import { memoryHarness } from './memory-harness.js';
import * as sabotages from './sabotages.js';

/** Every sabotage with the part of the contract that must notice it. Run by `suite.test.ts`, in a vitest of its own. */
const NOTICED_BY: Record<keyof typeof sabotages, (harness: StorageHarness) => void> = {
  constantFences: describeLeases,
  leasesWithoutConflicts: describeLeases,
  leasesWithoutQueue: describeLeases,
  renewalsThatRevive: describeLeases,
  pushesThatForget: describeQueues,
  pushesThatAdd: describeQueues,
  settlementsWithoutFence: describeQueues,
  appendsThatForget: describeLogs,
  envelopeIgnored: describeSessions,
  eventsNotWritten: describeEvents,
  signalsDropped: describeSignals,
  spendingWithoutCap: describeLimits,
  recordsWithoutVersions: describeRecords,
};

for (const [name, sabotage] of Object.entries(sabotages)) {
  const describePart = NOTICED_BY[name as keyof typeof sabotages];
  describe(name, () => describePart(memoryHarness(name, sabotage)));
}

describe('leasesWithoutConflicts, by the model', () => {
  describeModel(memoryHarness('the model', sabotages.leasesWithoutConflicts));
});

describe('nothing', () => {
  describeLogs(memoryHarness('nothing'));
});
