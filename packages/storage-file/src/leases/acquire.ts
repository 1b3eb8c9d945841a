import { type AcquireReply, type CheckedAcquire, invalid, keySpace, type LeaseGrant } from '@agentcoord/core';
import type { Verb } from '../operations/mutate.js';
import type { Transaction } from '../store/transaction.js';
import { findConflicts } from './conflicts.js';
import { clearExpired, endLease, removeWaiter } from './end.js';
import { setMarks, type WholeKey } from './marks.js';
import { findLease, findWaiter, keysOf, type LeaseRow, toGrant, type WaiterRow } from './rows.js';
import { storeGrant } from './store-grant.js';
import { wakeWaiters } from './wake.js';

/** Behind everybody. */
const NO_PLACE = Number.MAX_SAFE_INTEGER;

export const acquire: Verb<CheckedAcquire, AcquireReply> = {
  name: 'leases.acquire',
  run(tx, request) {
    clearExpired(tx);
    const own = findLease(tx, request.grantId);
    if (own && own.expires_at > tx.now) return repeated(own, request);
    if (own) endLease(tx, own, 'lease-expired');
    const waiter = ownWaiter(tx, request);
    const { conflicts, expired, waitersBefore } = findConflicts(tx, request, waiter?.place ?? NO_PLACE);
    if (conflicts.length === 0 && expired) return { status: 'retry' };
    const isHeldBack = tx.grantsFrom > tx.now;
    if (conflicts.length === 0 && !isHeldBack) {
      if (waiter) removeWaiter(tx, waiter);
      return { status: 'granted', grant: grant(tx, request) };
    }
    const nextDueAt =
      conflicts.length === 0 ? tx.grantsFrom : Math.min(...conflicts.map((conflict) => conflict.expiresAt));
    if (request.waitTtlMs === undefined) return { status: 'busy', conflicts, nextDueAt };
    const held = heldInSpace(tx, request);
    if (held.length > 0) {
      if (waiter) wakeWaiters(tx, removeWaiter(tx, waiter));
      return { status: 'would_deadlock', held };
    }
    keepPlace(tx, request, waiter, tx.now + request.waitTtlMs);
    return { status: 'busy', conflicts, position: waitersBefore, nextDueAt };
  },
};

function repeated(row: LeaseRow, request: CheckedAcquire): AcquireReply {
  if (row.holder !== request.holder) throw takenId(request);
  return { status: 'granted', grant: toGrant(row) };
}

function ownWaiter(tx: Transaction, request: CheckedAcquire): WaiterRow | undefined {
  const row = findWaiter(tx, request.grantId);
  if (!row) return undefined;
  if (row.holder !== request.holder) throw takenId(request);
  if (row.until > tx.now && row.keys === JSON.stringify(request.keys)) return row;
  // Too late, or for something else: it stands at the end again.
  wakeWaiters(tx, removeWaiter(tx, row));
  return undefined;
}

function takenId({ grantId }: CheckedAcquire): Error {
  return invalid('grantId', 'an id that no other holder uses', grantId);
}

function grant(tx: Transaction, request: CheckedAcquire): LeaseGrant {
  const { grantId, holder, keys, ttlMs, details } = request;
  const made: LeaseGrant = {
    grantId,
    holder,
    keys,
    fence: tx.nextFence(request.minFence),
    ttlMs,
    acquiredAt: tx.now,
    expiresAt: tx.now + ttlMs,
    ...(details === undefined ? {} : { details }),
  };
  storeGrant(tx, made);
  tx.leased(ttlMs);
  tx.emit('lease-granted', `lease/${grantId}`, made.fence, { ...made });
  return made;
}

function heldInSpace(tx: Transaction, { holder, keys }: CheckedAcquire): WholeKey[] {
  const rows = tx.all<{ keys: string }>(
    'SELECT keys FROM leases WHERE holder = ? AND space = ? AND expires_at > ? ORDER BY fence',
    ...[holder, spaceOf(keys), tx.now],
  );
  return rows.flatMap(keysOf);
}

function keepPlace(
  tx: Transaction,
  request: CheckedAcquire,
  waiter: WaiterRow | undefined,
  until: number,
): void {
  const { grantId, holder, keys, details } = request;
  const text = details === undefined ? null : JSON.stringify(details);
  if (waiter) {
    tx.run('UPDATE lease_waiters SET until = ?, details = ? WHERE place = ?', until, text, waiter.place);
    return;
  }
  const added = tx.get<{ place: number }>(
    `INSERT INTO lease_waiters(grant_id, holder, keys, since, until, details) VALUES (?, ?, ?, ?, ?, ?) RETURNING place`,
    ...[grantId, holder, JSON.stringify(keys), tx.now, until, text],
  );
  if (added) setMarks(tx, { grantId, holder, keys, place: added.place });
}

function spaceOf(keys: readonly WholeKey[]): string {
  return keySpace(keys[0]?.key ?? '');
}
