import { describe } from 'vitest';
import {
  describeEvents,
  describeFollowing,
  describeLeases,
  describeLimits,
  describeLogs,
  describeModel,
  describeQueues,
  describeRecords,
  describeReplica,
  describeSessions,
  describeSignals,
  type StorageHarness,
} from '../../src/index.js';
import { memoryHarness } from './memory-harness.js';
import {
  clockTooEarly,
  epochsIgnored,
  eventsNotShipped,
  pagesInAnyOrder,
  positionsIgnored,
  slotsNotShipped,
  spendNotShipped,
} from './replica-sabotages.js';
import {
  appendsThatForget,
  constantFences,
  envelopeIgnored,
  eventsNotWritten,
  leasesWithoutConflicts,
  leasesWithoutQueue,
  pushesThatAdd,
  pushesThatForget,
  recordsWithoutVersions,
  renewalsThatRevive,
  type Sabotage,
  settlementsWithoutFence,
  signalsDropped,
  spendingWithoutCap,
} from './sabotages.js';

/** Every sabotage with the part of the contract that must notice it. Run by `suite.test.ts`, in a vitest of its own. */
const NOTICED_BY: Record<string, { sabotage: Sabotage; part: (harness: StorageHarness) => void }> = {
  constantFences: { sabotage: constantFences, part: describeLeases },
  leasesWithoutConflicts: { sabotage: leasesWithoutConflicts, part: describeLeases },
  leasesWithoutQueue: { sabotage: leasesWithoutQueue, part: describeLeases },
  renewalsThatRevive: { sabotage: renewalsThatRevive, part: describeLeases },
  pushesThatForget: { sabotage: pushesThatForget, part: describeQueues },
  pushesThatAdd: { sabotage: pushesThatAdd, part: describeQueues },
  settlementsWithoutFence: { sabotage: settlementsWithoutFence, part: describeQueues },
  appendsThatForget: { sabotage: appendsThatForget, part: describeLogs },
  envelopeIgnored: { sabotage: envelopeIgnored, part: describeSessions },
  eventsNotWritten: { sabotage: eventsNotWritten, part: describeEvents },
  signalsDropped: { sabotage: signalsDropped, part: describeSignals },
  spendingWithoutCap: { sabotage: spendingWithoutCap, part: describeLimits },
  recordsWithoutVersions: { sabotage: recordsWithoutVersions, part: describeRecords },
  epochsIgnored: { sabotage: epochsIgnored, part: describeReplica },
  positionsIgnored: { sabotage: positionsIgnored, part: twoOfThem },
  pagesInAnyOrder: { sabotage: pagesInAnyOrder, part: twoOfThem },
  slotsNotShipped: { sabotage: slotsNotShipped, part: twoOfThem },
  spendNotShipped: { sabotage: spendNotShipped, part: twoOfThem },
  eventsNotShipped: { sabotage: eventsNotShipped, part: twoOfThem },
  clockTooEarly: { sabotage: clockTooEarly, part: twoOfThem },
};

/** One follows the other. */
function twoOfThem(harness: StorageHarness): void {
  describeFollowing(harness, harness);
}

for (const [name, { sabotage, part }] of Object.entries(NOTICED_BY)) {
  describe(name, () => part(memoryHarness(name, sabotage)));
}

describe('leasesWithoutConflicts, by the model', () => {
  describeModel(memoryHarness('the model', leasesWithoutConflicts));
});

describe('nothing', () => {
  describeLogs(memoryHarness('nothing'));
  describeReplica(memoryHarness('nothing'));
  twoOfThem(memoryHarness('nothing'));
});
