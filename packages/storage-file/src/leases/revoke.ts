import type { LeaseGrant } from '@agentcoord/core';
import type { Verb } from '../operations/mutate.js';
import type { Transaction } from '../store/transaction.js';
import { endLease, removeWaiter } from './end.js';
import { LEASE_COLUMNS, type LeaseRow, toGrant, WAITER_COLUMNS, type WaiterRow } from './rows.js';
import { wakeWaiters } from './wake.js';

export interface RevokeRequest {
  grantId?: string;
  holder?: string;
  reason: string;
  by: string;
}

/** Ends grants against their holders' will. A holder that is ended also loses its places in the queue. */
export const revoke: Verb<RevokeRequest, { revoked: LeaseGrant[] }> = {
  name: 'leases.revoke',
  run(tx, { grantId, holder, reason, by }) {
    if (holder !== undefined) leaveQueue(tx, holder);
    const column = grantId === undefined ? 'holder' : 'grant_id';
    const rows = tx.all<LeaseRow>(
      `SELECT ${LEASE_COLUMNS} FROM leases WHERE ${column} = ? AND expires_at > ? ORDER BY fence`,
      ...[grantId ?? holder ?? '', tx.now],
    );
    for (const row of rows) {
      endLease(tx, row, 'lease-revoked', { reason, by });
      tx.signal(`lease/${row.grant_id}`);
    }
    return { revoked: rows.map(toGrant) };
  },
};

/** The dead do not ask again, and those behind them need not wait for that to show. */
function leaveQueue(tx: Transaction, holder: string): void {
  const rows = tx.all<WaiterRow>(`SELECT ${WAITER_COLUMNS} FROM lease_waiters WHERE holder = ?`, holder);
  const freed = rows.flatMap((row) => removeWaiter(tx, row));
  if (freed.length > 0) wakeWaiters(tx, freed);
}
