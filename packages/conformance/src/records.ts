import { describe } from 'vitest';
import type { StorageHarness } from './harness/storage-harness.js';
import { describeRecordListing } from './records/listing.js';
import { describeRecordVersions } from './records/versions.js';

/** Small versioned JSON values by collection and id. */
export function describeRecords(harness: StorageHarness): void {
  describe('records', () => {
    describeRecordVersions(harness);
    describeRecordListing(harness);
  });
}
