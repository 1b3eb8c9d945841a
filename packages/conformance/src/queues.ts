import { describe } from 'vitest';
import type { StorageHarness } from './harness/storage-harness.js';
import { describeAttempts } from './queues/attempts.js';
import { describeClaiming } from './queues/claiming.js';
import { describeDependencies } from './queues/dependencies.js';
import { describeEnding } from './queues/ending.js';
import { describeLooking } from './queues/looking.js';
import { describePushing } from './queues/pushing.js';
import { describeSettling } from './queues/settling.js';

/** A priority queue with leases. */
export function describeQueues(harness: StorageHarness): void {
  describe('queues', () => {
    describePushing(harness);
    describeClaiming(harness);
    describeSettling(harness);
    describeAttempts(harness);
    describeDependencies(harness);
    describeEnding(harness);
    describeLooking(harness);
  });
}
