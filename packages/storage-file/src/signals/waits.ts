import type { Transaction } from '../store/transaction.js';
import type { View } from '../store/view.js';

/** A row that is not refreshed for so long is nobody's any more: its process died or is stopped. */
export const WAIT_MS = 30_000;
const PRUNE_AFTER_MS = 60_000;

/** Says that a process waits on these channels. Returns how often each was rung so far. */
export function announce(tx: Transaction, bell: string, channels: readonly string[]): Map<string, number> {
  const until = tx.now + WAIT_MS;
  tx.run('INSERT OR REPLACE INTO bells(bell, until) VALUES (?, ?)', bell, until);
  const rung = new Map<string, number>();
  for (const channel of channels) {
    const row = tx.get<{ rung: number }>(
      `INSERT INTO waits(channel, bell, until) VALUES (?, ?, ?)
       ON CONFLICT(channel, bell) DO UPDATE SET until = excluded.until RETURNING rung`,
      ...[channel, bell, until],
    );
    rung.set(channel, row?.rung ?? 0);
  }
  return rung;
}

export function withdraw(tx: Transaction, bell: string, channels: readonly string[]): void {
  for (const channel of channels) tx.run('DELETE FROM waits WHERE channel = ? AND bell = ?', channel, bell);
}

export function withdrawBell(tx: Transaction, bell: string): void {
  tx.run('DELETE FROM waits WHERE bell = ?', bell);
  tx.run('DELETE FROM bells WHERE bell = ?', bell);
}

/** Forgets processes that are gone; their bells are to be removed after the commit. */
export function pruneBells(tx: Transaction): string[] {
  const rows = tx.all<{ bell: string }>('SELECT bell FROM bells WHERE until < ?', tx.now - PRUNE_AFTER_MS);
  for (const { bell } of rows) withdrawBell(tx, bell);
  return rows.map((row) => row.bell);
}

export function readRung(view: View, bell: string): Array<{ channel: string; rung: number }> {
  return view.all('SELECT channel, rung FROM waits WHERE bell = ?', bell);
}

/** The bells of other processes that wait on any of these channels. */
export function bellsWaiting(view: View, channels: ReadonlySet<string>, own: string): string[] {
  const { sql, values } = onChannels(channels);
  const first = view.get<{ bell: string }>(`SELECT bell FROM waits WHERE ${sql} LIMIT 1`, ...values);
  if (!first) return [];
  const rows = view.all<{ bell: string }>(
    `SELECT DISTINCT bell FROM waits WHERE ${sql} AND until > ? AND bell <> ?`,
    ...[...values, view.now, own],
  );
  return rows.map((row) => row.bell);
}

/** Notes the ring with the change itself, so that a lost notification is found by a look. */
export function markRung(tx: Transaction, channels: ReadonlySet<string>, own: string): void {
  const { sql, values } = onChannels(channels);
  tx.run(`UPDATE waits SET rung = rung + 1 WHERE ${sql} AND bell <> ?`, ...values, own);
}

/** Most verbs have two or three channels; a list as JSON would cost each of them 3 µs more. */
function onChannels(channels: ReadonlySet<string>): { sql: string; values: string[] } {
  if (channels.size > 4)
    return { sql: 'channel IN (SELECT value FROM json_each(?))', values: [JSON.stringify([...channels])] };
  const marks = Array.from(channels, () => '?').join(', ');
  return { sql: `channel IN (${marks})`, values: [...channels] };
}
