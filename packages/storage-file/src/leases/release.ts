import type { Verb } from '../operations/mutate.js';
import { endLease, removeWaiter } from './end.js';
import { findLease, findWaiter } from './rows.js';
import { wakeWaiters } from './wake.js';

export interface ReleaseRequest {
  grantId: string;
  fence?: number;
}

export const release: Verb<ReleaseRequest, { status: 'released' | 'left' | 'gone' }> = {
  name: 'leases.release',
  run(tx, { grantId, fence }) {
    const row = findLease(tx, grantId);
    if (row && row.expires_at > tx.now) {
      if (fence !== undefined && fence !== row.fence) return { status: 'gone' };
      endLease(tx, row, 'lease-released');
      return { status: 'released' };
    }
    if (row) endLease(tx, row, 'lease-expired');
    const waiter = findWaiter(tx, grantId);
    if (!waiter) return { status: 'gone' };
    wakeWaiters(tx, removeWaiter(tx, waiter));
    return { status: waiter.until > tx.now ? 'left' : 'gone' };
  },
};
