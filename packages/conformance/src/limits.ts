import { describe } from 'vitest';
import type { StorageHarness } from './harness/storage-harness.js';
import { describePermits } from './limits/permits.js';
import { describeSpending } from './limits/spending.js';

/** Bounded concurrency and bounded spending. */
export function describeLimits(harness: StorageHarness): void {
  describe('limits', () => {
    describePermits(harness);
    describeSpending(harness);
  });
}
