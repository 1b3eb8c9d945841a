import type { CheckedAcquire, LeaseConflict } from '@agentcoord/core';
import type { View } from '../store/view.js';
import { grantsAgainst, waitersAgainst } from './marks.js';
import { firstConflict } from './overlap.js';
import { detailsOf, findLease, findWaiter, keysOf } from './rows.js';

const SHOWN = 8;

export interface InTheWay {
  /** Valid grants, then earlier waiters; a few of them. */
  conflicts: LeaseConflict[];
  /** Grants that have expired but are not cleared away stand there too. */
  expired: boolean;
  /** How many earlier waiters stand before this request. */
  waitersBefore: number;
}

/** Who keeps the request from being granted; `place` is its own in the queue, if it has one. */
export function findConflicts(view: View, request: CheckedAcquire, place: number): InTheWay {
  const { keys, holder } = request;
  const grantIds = new Set(keys.flatMap((key) => grantsAgainst(view, key, holder, SHOWN)));
  const waiterIds = new Set(
    hasWaiters(view) ? keys.flatMap((key) => waitersAgainst(view, key, holder, place)) : [],
  );
  const found: InTheWay = { conflicts: [], expired: false, waitersBefore: 0 };
  for (const grantId of grantIds) {
    const row = findLease(view, grantId);
    if (!row) continue;
    if (row.expires_at <= view.now) found.expired = true;
    else add(found, request, { ...row, waiting: false });
  }
  for (const grantId of waiterIds) {
    const row = findWaiter(view, grantId);
    if (!row || row.until <= view.now) continue;
    found.waitersBefore += 1;
    add(found, request, { ...row, expires_at: row.until, waiting: true });
  }
  return found;
}

function hasWaiters(view: View): boolean {
  return view.get<{ place: number }>('SELECT place FROM lease_waiters LIMIT 1') !== undefined;
}

interface Standing {
  grant_id: string;
  holder: string;
  keys: string;
  expires_at: number;
  details: string | null;
  waiting: boolean;
}

function add(found: InTheWay, request: CheckedAcquire, row: Standing): void {
  if (found.conflicts.length >= SHOWN) return;
  const key = firstConflict(keysOf(row), request.keys);
  if (!key) return;
  found.conflicts.push({
    ...key,
    grantId: row.grant_id,
    holder: row.holder,
    waiting: row.waiting,
    expiresAt: row.expires_at,
    ...detailsOf(row),
  });
}
