import { describe } from 'vitest';
import type { StorageHarness } from './harness/storage-harness.js';
import { describeAdmission } from './replica/admission.js';
import { describeConditions } from './replica/conditions.js';
import { describeHealing } from './replica/healing.js';
import { describeMembership } from './replica/membership.js';

/** Who may run what, and who is here. Skipped where the storage takes no part in a failover. */
export function describeReplica(harness: StorageHarness): void {
  describe('replica', () => {
    describeAdmission(harness);
    describeHealing(harness);
    describeConditions(harness);
    describeMembership(harness);
  });
}
