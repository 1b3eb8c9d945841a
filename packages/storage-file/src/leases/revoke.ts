import type { LeaseGrant } from '@agentcoord/core';
import type { Verb } from '../operations/mutate.js';
import { endLease } from './end.js';
import { LEASE_COLUMNS, type LeaseRow, toGrant } from './rows.js';

export interface RevokeRequest {
  grantId?: string;
  holder?: string;
  reason: string;
  by: string;
}

/** Ends grants against their holders' will. The places of a holder in the queue stay: they end by themselves. */
export const revoke: Verb<RevokeRequest, { revoked: LeaseGrant[] }> = {
  name: 'leases.revoke',
  run(tx, { grantId, holder, reason, by }) {
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
