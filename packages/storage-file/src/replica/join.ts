import type { GateView } from '@agentcoord/core';
import type { Transaction } from '../store/transaction.js';
import { lookAtGate } from './look.js';
import { announce, SHOWN, withdraw } from './members.js';

export interface Joining {
  storeId: string;
  host: string;
  ttlMs: number;
  announces?: boolean;
}

export function join(tx: Transaction, { storeId, host, ttlMs, announces }: Joining): GateView {
  tx.run(
    'INSERT OR REPLACE INTO members(store_id, host, last_seen_at, until) VALUES (?, ?, ?, ?)',
    ...[storeId, host, tx.now, tx.now + ttlMs],
  );
  tx.run(
    `DELETE FROM members WHERE store_id IN (
       SELECT store_id FROM members ORDER BY last_seen_at DESC, store_id LIMIT -1 OFFSET ${SHOWN})`,
  );
  if (announces === true) announce(tx, storeId);
  if (announces === false) withdraw(tx, storeId);
  return lookAtGate(tx);
}

export function leave(tx: Transaction, storeId: string): void {
  tx.run('DELETE FROM members WHERE store_id = ?', storeId);
  withdraw(tx, storeId);
}
