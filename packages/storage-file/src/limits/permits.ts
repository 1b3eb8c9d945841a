import type { AcquirePermit, CallOptions, PermitReply } from '@agentcoord/core';
import type { Verb } from '../operations/mutate.js';
import type { Store } from '../store/store.js';
import type { Transaction } from '../store/transaction.js';
import type { View } from '../store/view.js';

export interface PermitIdentity {
  name: string;
  permitId: string;
}

type Renewal = { status: 'renewed'; expiresAt: number } | { status: 'lost' };

export const acquirePermit: Verb<AcquirePermit, PermitReply> = {
  name: 'limits.acquirePermit',
  run(tx, request) {
    const { name, permitId, holder, max, ttlMs } = request;
    clearExpired(tx, name);
    const expiresAt = tx.now + ttlMs;
    if (renew(tx, request, expiresAt)) return { status: 'granted', expiresAt };
    const { count = 0, first = null } = countPermits(tx, name) ?? {};
    if (count >= max)
      return { status: 'busy', inUse: count, ...(first === null ? {} : { nextDueAt: first }) };
    tx.run(
      'INSERT INTO permits(name, permit_id, holder, expires_at) VALUES (?, ?, ?, ?)',
      ...[name, permitId, holder, expiresAt],
    );
    tx.emit('permit-acquired', entity(request), tx.nextFence(), { holder, expiresAt });
    return { status: 'granted', expiresAt };
  },
};

export function renewPermit(
  store: Store,
  request: PermitIdentity & { ttlMs: number },
  options?: CallOptions,
): Promise<Renewal> {
  return store.write((tx): Renewal => {
    const expiresAt = tx.now + request.ttlMs;
    return renew(tx, request, expiresAt) ? { status: 'renewed', expiresAt } : { status: 'lost' };
  }, options);
}

function renew(tx: Transaction, permit: PermitIdentity, expiresAt: number): boolean {
  const renewed = tx.run(
    'UPDATE permits SET expires_at = ? WHERE name = ? AND permit_id = ? AND expires_at > ?',
    ...[expiresAt, permit.name, permit.permitId, tx.now],
  );
  if (renewed > 0) tx.emit('permit-renewed', entity(permit), tx.nextFence(), { expiresAt });
  return renewed > 0;
}

export const releasePermit: Verb<PermitIdentity, { status: 'released' | 'gone' }> = {
  name: 'limits.releasePermit',
  run(tx, request) {
    const own = findPermit(tx, request);
    if (!own || own.expires_at <= tx.now) return { status: 'gone' };
    end(tx, request);
    return { status: 'released' };
  },
};

function clearExpired(tx: Transaction, name: string): void {
  const rows = tx.all<{ permit_id: string }>(
    'SELECT permit_id FROM permits WHERE name = ? AND expires_at <= ?',
    ...[name, tx.now],
  );
  for (const row of rows) end(tx, { name, permitId: row.permit_id }, 'expired');
}

/** The version comes from the fences: an id may be used again, and its versions must not go back. */
function end(tx: Transaction, permit: PermitIdentity, reason?: 'expired'): void {
  tx.run('DELETE FROM permits WHERE name = ? AND permit_id = ?', permit.name, permit.permitId);
  tx.emit('permit-released', entity(permit), tx.nextFence(), {
    expiresAt: null,
    ...(reason ? { reason } : {}),
  });
  tx.signal(`permit/${permit.name}`);
}

function findPermit(view: View, { name, permitId }: PermitIdentity): { expires_at: number } | undefined {
  return view.get('SELECT expires_at FROM permits WHERE name = ? AND permit_id = ?', name, permitId);
}

function countPermits(view: View, name: string): { count: number; first: number | null } | undefined {
  return view.get('SELECT count(*) AS count, min(expires_at) AS first FROM permits WHERE name = ?', name);
}

function entity({ name, permitId }: PermitIdentity): string {
  return `permit/${name}/${permitId}`;
}
