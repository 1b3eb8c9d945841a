import type { CallOptions, ClaimIdentity, ClaimRenewal } from '@agentcoord/core';
import type { Store } from '../store/store.js';
import { changeTask } from './change.js';
import { note } from './notes.js';
import { findTask, stateNow } from './task-row.js';

export interface RenewClaim extends ClaimIdentity {
  leaseMs: number;
  progress?: { note: string; percent?: number };
}

/** Moves the expiry of a claim that is still valid; never brings one back. */
export function renewClaim(store: Store, request: RenewClaim, options?: CallOptions): Promise<ClaimRenewal> {
  return store.write((tx): ClaimRenewal => {
    const row = findTask(tx, request.taskId);
    if (!row) return { status: 'lost' };
    const state = stateNow(row, tx.now);
    if (state !== 'claimed' || row.fence !== request.fence) return { status: 'lost', state };
    const expiresAt = tx.now + request.leaseMs;
    tx.leased(request.leaseMs);
    const progress = request.progress && { ...request.progress, at: tx.now };
    if (progress) note(tx, row, (notes) => ({ ...notes, progress }));
    changeTask(tx, row, {
      state: 'claimed',
      type: 'task-renewed',
      step: { wake_at: expiresAt },
      fields: progress ? { progress } : {},
    });
    // A renewal alone is no news: workers answer the signal with a renewal, and would never come to rest.
    if (progress) tx.signal(`task/${row.id}`);
    return { status: 'renewed', expiresAt };
  }, options);
}
