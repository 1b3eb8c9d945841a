import { AgentCoordError, type CallOptions, type ReserveReply, type SpendCharge } from '@agentcoord/core';
import type { Verb } from '../operations/mutate.js';
import type { Store } from '../store/store.js';
import type { Transaction } from '../store/transaction.js';
import type { View } from '../store/view.js';

interface SpendRow {
  spent: number;
  reserved: number;
}

interface ReservationRow {
  reservation_id: string;
  charges: string;
}

export interface ReserveRequest {
  reservationId: string;
  charges: SpendCharge[];
  ttlMs: number;
}

export const reserve: Verb<ReserveRequest, ReserveReply> = {
  name: 'limits.reserve',
  run(tx, { reservationId, charges, ttlMs }) {
    lapse(tx);
    if (findReservation(tx, reservationId)) return { status: 'reserved' };
    for (const { scope, amount, cap } of charges) {
      const { spent, reserved } = readScope(tx, scope);
      if (cap === undefined || spent + reserved + amount <= cap) continue;
      noteRefusal(tx, reservationId, { scope, cap, spent, reserved });
      return { status: 'refused', scope, cap, spent, reserved };
    }
    for (const { scope, amount } of charges) charge(tx, scope, { spent: 0, reserved: amount });
    const expiresAt = tx.now + ttlMs;
    tx.run(
      'INSERT INTO reservations(reservation_id, charges, expires_at) VALUES (?, ?, ?)',
      ...[reservationId, JSON.stringify(charges), expiresAt],
    );
    const fields = { charges: charges.map((entry) => ({ ...entry })), expiresAt };
    tx.emit('spend-reserved', `spend/${reservationId}`, tx.nextFence(), fields);
    return { status: 'reserved' };
  },
};

/** Once for each scope until something of it is settled: who asks again and again tells nothing new. */
function noteRefusal(
  tx: Transaction,
  reservationId: string,
  refusal: { scope: string; cap: number; spent: number; reserved: number },
): void {
  const noted = tx.run(
    `INSERT INTO spend(scope, spent, reserved, refused) VALUES (?, 0, 0, 1)
     ON CONFLICT(scope) DO UPDATE SET refused = 1 WHERE refused = 0`,
    refusal.scope,
  );
  if (noted > 0) tx.emit('spend-refused', `spend/${reservationId}`, tx.nextFence(), refusal);
}

/** A scope that is left out cost nothing; one that was not reserved is recorded all the same. */
export const settleSpend: Verb<
  { reservationId: string; amounts: Record<string, number> },
  { status: 'settled' | 'gone' }
> = {
  name: 'limits.settleSpend',
  run(tx, { reservationId, amounts }) {
    lapse(tx);
    const row = findReservation(tx, reservationId);
    if (!row) return { status: 'gone' };
    settle(tx, row, amounts);
    return { status: 'settled' };
  },
};

/** Counts what was not settled in time as spent, and reads. Writes only where there is something to count, and the gate admits the caller. */
export async function readSpend(
  store: Store,
  scopes: string[],
  options?: CallOptions,
): Promise<Array<{ scope: string; spent: number; reserved: number }>> {
  const read = (view: View) => scopes.map((scope) => ({ scope, ...readScope(view, scope) }));
  const spends = await store.read((view) => (lapsed(view, 1).length > 0 ? undefined : read(view)), options);
  if (spends) return spends;
  const healed = await store.heal((tx) => {
    lapse(tx);
    return read(tx);
  }, options);
  return healed ?? store.read(read, options);
}

/** Reservations whose time is over: the money may be gone, so it counts as spent in full. */
function lapse(tx: Transaction): void {
  for (const row of lapsed(tx, -1)) {
    const amounts = chargesOf(row).map(({ scope, amount }) => [scope, amount]);
    settle(tx, row, Object.fromEntries(amounts), { lapsed: true });
  }
}

function settle(
  tx: Transaction,
  row: ReservationRow,
  amounts: Record<string, number>,
  fields: { lapsed?: true } = {},
): void {
  for (const { scope, amount } of chargesOf(row)) charge(tx, scope, { spent: 0, reserved: -amount });
  for (const [scope, spent] of Object.entries(amounts)) charge(tx, scope, { spent, reserved: 0 });
  for (const { scope } of chargesOf(row)) tx.run('UPDATE spend SET refused = 0 WHERE scope = ?', scope);
  tx.run('DELETE FROM reservations WHERE reservation_id = ?', row.reservation_id);
  const scopes = [...new Set([...chargesOf(row).map(({ scope }) => scope), ...Object.keys(amounts)])];
  tx.emit('spend-settled', `spend/${row.reservation_id}`, tx.nextFence(), { amounts, scopes, ...fields });
}

function charge(tx: Transaction, scope: string, { spent, reserved }: SpendRow): void {
  const before = readScope(tx, scope);
  if (before.spent + spent + before.reserved + reserved > Number.MAX_SAFE_INTEGER) throw tooMuch(scope);
  tx.run(
    `INSERT INTO spend(scope, spent, reserved) VALUES (?, ?, ?)
     ON CONFLICT(scope) DO UPDATE SET spent = spent + excluded.spent, reserved = reserved + excluded.reserved`,
    ...[scope, spent, reserved],
  );
}

function tooMuch(scope: string): AgentCoordError {
  return new AgentCoordError(
    'limit_exceeded',
    `The sum charged to ${scope} would be beyond ${Number.MAX_SAFE_INTEGER} and no longer exact. Use a larger unit; nothing was changed.`,
    { data: { field: 'amount', scope, limit: Number.MAX_SAFE_INTEGER } },
  );
}

function readScope(view: View, scope: string): SpendRow {
  return (
    view.get<SpendRow>('SELECT spent, reserved FROM spend WHERE scope = ?', scope) ?? {
      spent: 0,
      reserved: 0,
    }
  );
}

function findReservation(view: View, reservationId: string): ReservationRow | undefined {
  return view.get('SELECT reservation_id, charges FROM reservations WHERE reservation_id = ?', reservationId);
}

function lapsed(view: View, limit: number): ReservationRow[] {
  return view.all(
    'SELECT reservation_id, charges FROM reservations WHERE expires_at <= ? ORDER BY expires_at LIMIT ?',
    ...[view.now, limit],
  );
}

function chargesOf(row: ReservationRow): SpendCharge[] {
  return JSON.parse(row.charges) as SpendCharge[];
}
