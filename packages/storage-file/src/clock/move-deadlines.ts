import type { Transaction } from '../store/transaction.js';

/**
 * After the clock was set: what had a minute left still has one. Leases and claims tell it to the feed,
 * since a follower keeps their times; waiting places, permits and reservations move in silence.
 * Delays of tasks do not move: they are due when they were due.
 */
export function moveDeadlines(tx: Transaction, byMs: number): void {
  const leases = tx.all<{ grant_id: string; expires_at: number; ttl_ms: number }>(
    'UPDATE leases SET expires_at = expires_at + ? RETURNING grant_id, expires_at, ttl_ms',
    byMs,
  );
  for (const { grant_id: grantId, expires_at: expiresAt, ttl_ms: ttlMs } of leases) {
    tx.emit('lease-renewed', `lease/${grantId}`, tx.nextFence(), { expiresAt, ttlMs });
  }
  const claims = tx.all<{
    id: string;
    version: number;
    wake_at: number;
    worker: string;
    fence: number;
    claimed_at: number;
  }>(
    `UPDATE tasks SET wake_at = wake_at + ?, version = version + 1 WHERE state = 'claimed'
     RETURNING id, version, wake_at, worker, fence, claimed_at`,
    byMs,
  );
  for (const { id, version, worker, fence, claimed_at: claimedAt, wake_at: expiresAt } of claims) {
    tx.emit('task-renewed', `task/${id}`, version, { claim: { worker, fence, claimedAt, expiresAt } });
  }
  tx.run('UPDATE lease_waiters SET until = until + ?', byMs);
  tx.run('UPDATE permits SET expires_at = expires_at + ?', byMs);
  tx.run('UPDATE reservations SET expires_at = expires_at + ?', byMs);
}
