import type { EventType, JsonObject } from '@agentcoord/core';
import type { Transaction } from '../store/transaction.js';
import { clearMarks, GRANTED, type WholeKey } from './marks.js';
import { keysOf, LEASE_COLUMNS, type LeaseRow, WAITER_COLUMNS, type WaiterRow } from './rows.js';
import { wakeWaiters } from './wake.js';

/** At most so many of each are cleared away by one call. */
const BATCH = 100;

/** Takes a grant away, for whatever reason, and wakes those whose turn may have come. */
export function endLease(tx: Transaction, row: LeaseRow, type: EventType, fields: JsonObject = {}): void {
  const keys = removeLease(tx, row, type, fields);
  wakeWaiters(tx, keys);
}

function removeLease(tx: Transaction, row: LeaseRow, type: EventType, fields: JsonObject): WholeKey[] {
  const keys = keysOf(row);
  tx.run('DELETE FROM leases WHERE fence = ?', row.fence);
  clearMarks(tx, { grantId: row.grant_id, holder: row.holder, keys, place: GRANTED });
  // An id may be granted anew later: its versions come from the fences, so that they never go back.
  tx.emit(type, `lease/${row.grant_id}`, tx.nextFence(), { holder: row.holder, fence: row.fence, ...fields });
  return keys;
}

export function removeWaiter(tx: Transaction, row: WaiterRow): WholeKey[] {
  const keys = keysOf(row);
  tx.run('DELETE FROM lease_waiters WHERE place = ?', row.place);
  clearMarks(tx, { grantId: row.grant_id, holder: row.holder, keys, place: row.place });
  return keys;
}

/**
 * Clears away grants whose time is over and waiters that stopped asking, so that the intentions of a dead
 * holder do not stay. Some may be left: what they stand against is answered with `retry`.
 */
export function clearExpired(tx: Transaction): void {
  const freed: WholeKey[] = [];
  const leases = tx.all<LeaseRow>(
    `SELECT ${LEASE_COLUMNS} FROM leases WHERE expires_at <= ? ORDER BY expires_at LIMIT ${BATCH}`,
    tx.now,
  );
  for (const row of leases) freed.push(...removeLease(tx, row, 'lease-expired', {}));
  const waiters = tx.all<WaiterRow>(
    `SELECT ${WAITER_COLUMNS} FROM lease_waiters WHERE until <= ? ORDER BY until LIMIT ${BATCH}`,
    tx.now,
  );
  for (const row of waiters) freed.push(...removeWaiter(tx, row));
  if (freed.length > 0) wakeWaiters(tx, freed);
}
