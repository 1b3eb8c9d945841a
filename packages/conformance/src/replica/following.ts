import { describe } from 'vitest';
import type { StorageHarness } from '../harness/storage-harness.js';
import { describeBatches } from './batches.js';
import { describeRandomDays } from './random-days.js';
import { describeSnapshots } from './snapshots.js';
import { describeTakeOver } from './take-over.js';

/** One storage owns, the other one follows: the whole contract of copies, for any two that can take part in a failover. */
export function describeFollowing(owner: StorageHarness, follower: StorageHarness): void {
  describe(`${follower.name} follows ${owner.name}`, () => {
    describeBatches(owner, follower);
    describeSnapshots(owner, follower);
    describeTakeOver(owner, follower);
    describeRandomDays(owner, follower);
  });
}
