import { keySpace, type LeaseGrant } from '@agentcoord/core';
import type { Transaction } from '../store/transaction.js';
import { GRANTED, setMarks } from './marks.js';

/** A grant and its marks; nothing of that id may be there. */
export function storeGrant(tx: Transaction, grant: LeaseGrant): void {
  const { grantId, holder, keys, fence, ttlMs, acquiredAt, expiresAt, details } = grant;
  tx.run(
    `INSERT INTO leases(fence, grant_id, holder, space, keys, ttl_ms, acquired_at, expires_at, details)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[
      fence,
      grantId,
      holder,
      keySpace(keys[0]?.key ?? ''),
      JSON.stringify(keys),
      ttlMs,
      acquiredAt,
      expiresAt,
    ],
    details === undefined ? null : JSON.stringify(details),
  );
  setMarks(tx, { grantId, holder, keys, place: GRANTED });
}
