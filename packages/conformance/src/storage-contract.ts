import { describe } from 'vitest';
import { describeBadInput } from './calls/bad-input.js';
import { describeSettlingCalls } from './calls/settling-calls.js';
import { describeEvents } from './events.js';
import type { StorageHarness } from './harness/storage-harness.js';
import { describeLeases } from './leases.js';
import { describeLimits } from './limits.js';
import { describeLogs } from './logs.js';
import { describeModel } from './model.js';
import { describeProcesses } from './processes.js';
import { describeQueues } from './queues.js';
import { describeRecords } from './records.js';
import { describeReplica } from './replica.js';
import { describeSessions } from './sessions.js';
import { describeSignals } from './signals.js';

/** Everything a storage must keep. What it cannot do is skipped with the reason. */
export function describeStorageContract(harness: StorageHarness): void {
  describe(`the storage contract on ${harness.name}`, () => {
    describeLeases(harness);
    describeQueues(harness);
    describeRecords(harness);
    describeLogs(harness);
    describeLimits(harness);
    describeSignals(harness);
    describeSessions(harness);
    describeEvents(harness);
    describeReplica(harness);
    describeSettlingCalls(harness);
    describeBadInput(harness);
    describeModel(harness);
    describeProcesses(harness);
  });
}
