import type { JsonValue } from '@agentcoord/core';
import type { Transaction } from '../store/transaction.js';

/**
 * After the clock was set: what had a minute left still has one. Leases and claims tell it to the feed,
 * since a follower keeps their times, and so do permits and reservations; waiting places move in silence.
 * Delays of tasks do not move: they are due when they were due. Nor does the end of an admission: an owner looks first.
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
  const permits = tx.all<{ name: string; permit_id: string; expires_at: number }>(
    'UPDATE permits SET expires_at = expires_at + ? RETURNING name, permit_id, expires_at',
    byMs,
  );
  for (const { name, permit_id: permitId, expires_at: expiresAt } of permits) {
    tx.emit('permit-renewed', `permit/${name}/${permitId}`, tx.nextFence(), { expiresAt });
  }
  const reservations = tx.all<{ reservation_id: string; charges: string; expires_at: number }>(
    'UPDATE reservations SET expires_at = expires_at + ? RETURNING reservation_id, charges, expires_at',
    byMs,
  );
  for (const { reservation_id: id, charges, expires_at: expiresAt } of reservations) {
    const fields = { charges: JSON.parse(charges) as JsonValue, expiresAt };
    tx.emit('spend-reserved', `spend/${id}`, tx.nextFence(), fields);
  }
  for (const table of ['members', 'leader']) tx.run(`UPDATE ${table} SET until = until + ?`, byMs);
  tx.run('UPDATE announcement SET since = since + ?', byMs);
}
