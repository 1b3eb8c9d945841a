import type { Transaction } from '../store/transaction.js';

export function lead(
  tx: Transaction,
  { holder, ttlMs }: { holder: string; ttlMs: number },
): { leads: boolean } {
  const led = tx.run(
    `INSERT INTO leader(only, holder, until) VALUES (1, ?, ?)
     ON CONFLICT(only) DO UPDATE SET holder = excluded.holder, until = excluded.until
       WHERE holder = excluded.holder OR until <= ?`,
    ...[holder, tx.now + ttlMs, tx.now],
  );
  return { leads: led > 0 };
}
