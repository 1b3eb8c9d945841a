import type { Announcement, Member } from '@agentcoord/core';
import type { Transaction } from '../store/transaction.js';
import type { View } from '../store/view.js';

export const SHOWN = 100;

/** The first one stands, so that two who announce do not start each other's time anew; it goes with its author. */
export function announce(tx: Transaction, storeId: string): void {
  const standing = readAnnouncement(tx);
  if (standing?.storeId === storeId) return;
  if (standing && isHere(tx, standing.storeId)) return;
  tx.run('INSERT OR REPLACE INTO announcement(only, store_id, since) VALUES (1, ?, ?)', storeId, tx.now);
}

export function withdraw(tx: Transaction, storeId: string): void {
  tx.run('DELETE FROM announcement WHERE store_id = ?', storeId);
}

export function endAnnouncement(tx: Transaction): void {
  tx.run('DELETE FROM announcement');
}

export function readAnnouncement(view: View): Announcement | null {
  const row = view.get<{ store_id: string; since: number }>('SELECT store_id, since FROM announcement');
  return row ? { storeId: row.store_id, stoodMs: Math.max(0, view.now - row.since) } : null;
}

export function readMembers(view: View): Member[] {
  const rows = view.all<{ store_id: string; host: string; last_seen_at: number; until: number }>(
    `SELECT store_id, host, last_seen_at, until FROM members ORDER BY last_seen_at DESC, store_id LIMIT ${SHOWN}`,
  );
  return rows.map((row) => ({
    storeId: row.store_id,
    host: row.host,
    lastSeenAt: row.last_seen_at,
    gone: row.until <= view.now,
  }));
}

function isHere(view: View, storeId: string): boolean {
  return (
    view.get('SELECT 1 AS here FROM members WHERE store_id = ? AND until > ?', storeId, view.now) !==
    undefined
  );
}

export function isAlone(view: View, storeId: string): boolean {
  return (
    view.get(
      'SELECT 1 AS other FROM members WHERE store_id <> ? AND until > ? LIMIT 1',
      storeId,
      view.now,
    ) === undefined
  );
}
