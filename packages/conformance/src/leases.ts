import { describe } from 'vitest';
import type { StorageHarness } from './harness/storage-harness.js';
import { describeLeaseDeadlock } from './leases/deadlock.js';
import { describeLeaseExpiry } from './leases/expiry.js';
import { describeFences } from './leases/fences.js';
import { describeLeaseGranting } from './leases/granting.js';
import { describeLeaseInspecting } from './leases/inspecting.js';
import { describeLeaseOverlap } from './leases/overlap.js';
import { describeLeaseRevoking } from './leases/revoking.js';
import { describeLeaseWaiting } from './leases/waiting.js';

/** Time-limited grants over path-like keys. */
export function describeLeases(harness: StorageHarness): void {
  describe('leases', () => {
    describeLeaseGranting(harness);
    describeLeaseOverlap(harness);
    describeLeaseExpiry(harness);
    describeFences(harness);
    describeLeaseWaiting(harness);
    describeLeaseDeadlock(harness);
    describeLeaseRevoking(harness);
    describeLeaseInspecting(harness);
  });
}
