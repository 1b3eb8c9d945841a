import type { Transaction } from '../store/transaction.js';
import { type WholeKey, waitersAgainst } from './marks.js';
import { firstConflict } from './overlap.js';
import { keysOf, WAITER_COLUMNS, type WaiterRow } from './rows.js';

/** More than ever wait in practice. Beyond it a waiter finds out when it looks by itself. */
const MOST = 200;
const NOBODY = '';

/**
 * Signals the waiters that stood behind these keys and have nobody in front of them any more. Whoever
 * stands behind one of those is not woken: it could only go back to sleep.
 */
export function wakeWaiters(tx: Transaction, freed: readonly WholeKey[]): void {
  if (tx.get<{ place: number }>('SELECT place FROM lease_waiters LIMIT 1') === undefined) return;
  const touched = new Set(freed.flatMap((key) => waitersAgainst(tx, key, NOBODY, Number.MAX_SAFE_INTEGER)));
  if (touched.size === 0) return;
  const rows = tx.all<WaiterRow>(
    `SELECT ${WAITER_COLUMNS} FROM lease_waiters
     WHERE grant_id IN (SELECT value FROM json_each(?)) AND until > ? ORDER BY place LIMIT ${MOST}`,
    JSON.stringify([...touched]),
    tx.now,
  );
  const before: Array<{ holder: string; keys: WholeKey[] }> = [];
  for (const row of rows) {
    const keys = keysOf(row);
    const stands = before.some(
      (earlier) => earlier.holder !== row.holder && firstConflict(earlier.keys, keys),
    );
    if (!stands) tx.signal(`lease/${row.grant_id}`);
    before.push({ holder: row.holder, keys });
  }
}
