import type { SpendCharge } from '@agentcoord/core';
import type { View } from '../../store/view.js';
import { type EntityKind, type EntityOf, type Found, SMALL_BYTES } from './entity-kind.js';

interface PermitRow {
  name: string;
  permit_id: string;
  expires_at: number;
}

export const permits: EntityKind<'permit'> = {
  page(view, after = ['', ''], limit) {
    const rows = view.all<PermitRow>(
      `SELECT name, permit_id, expires_at FROM permits WHERE (name, permit_id) > (?, ?)
       ORDER BY name, permit_id LIMIT ?`,
      ...after,
      limit,
    );
    return rows.map((row) => ({ ...foundPermit(row), place: [row.name, row.permit_id] }));
  },
  apply({ tx }, { name, id, state }) {
    if (state) {
      tx.run(
        `INSERT INTO permits(name, permit_id, holder, expires_at) VALUES (?, ?, '', ?)
         ON CONFLICT(name, permit_id) DO UPDATE SET expires_at = excluded.expires_at`,
        ...[name, id, state.expiresAt],
      );
    } else {
      tx.run('DELETE FROM permits WHERE name = ? AND permit_id = ?', name, id);
      tx.signal(`permit/${name}`);
    }
  },
};

export function readPermit(view: View, name: string, id: string): Found<EntityOf<'permit'>> {
  const row = view.get<PermitRow>(
    'SELECT name, permit_id, expires_at FROM permits WHERE name = ? AND permit_id = ?',
    ...[name, id],
  );
  return row ? foundPermit(row) : { entity: { kind: 'permit', name, id, state: null }, bytes: SMALL_BYTES };
}

function foundPermit({ name, permit_id: id, expires_at: expiresAt }: PermitRow): Found<EntityOf<'permit'>> {
  return { entity: { kind: 'permit', name, id, state: { expiresAt } }, bytes: SMALL_BYTES };
}

interface SpendRow {
  scope: string;
  spent: number;
  reserved: number;
  refused: number;
}

export const spends: EntityKind<'spend'> = {
  page(view, after = [''], limit) {
    const rows = view.all<SpendRow>(
      'SELECT scope, spent, reserved, refused FROM spend WHERE scope > ? ORDER BY scope LIMIT ?',
      ...after,
      limit,
    );
    return rows.map((row) => ({ ...foundSpend(row), place: [row.scope] }));
  },
  apply({ tx }, { id, state }) {
    tx.run(
      'INSERT OR REPLACE INTO spend(scope, spent, reserved, refused) VALUES (?, ?, ?, ?)',
      ...[id, state.spent, state.reserved, state.refused ? 1 : 0],
    );
  },
};

export function readSpendOf(view: View, scope: string): Found<EntityOf<'spend'>> {
  const row = view.get<SpendRow>('SELECT scope, spent, reserved, refused FROM spend WHERE scope = ?', scope);
  return foundSpend(row ?? { scope, spent: 0, reserved: 0, refused: 0 });
}

function foundSpend({ scope, spent, reserved, refused }: SpendRow): Found<EntityOf<'spend'>> {
  const state = { spent, reserved, refused: refused === 1 };
  return { entity: { kind: 'spend', id: scope, state }, bytes: SMALL_BYTES };
}

interface ReservationRow {
  reservation_id: string;
  charges: string;
  expires_at: number;
}

export const reservations: EntityKind<'reservation'> = {
  page(view, after = [''], limit) {
    const rows = view.all<ReservationRow>(
      `SELECT reservation_id, charges, expires_at FROM reservations WHERE reservation_id > ?
       ORDER BY reservation_id LIMIT ?`,
      ...after,
      limit,
    );
    return rows.map((row) => ({ ...foundReservation(row), place: [row.reservation_id] }));
  },
  apply({ tx }, { id, state }) {
    tx.run('DELETE FROM reservations WHERE reservation_id = ?', id);
    if (!state) return;
    const charges = Object.entries(state.charges).map(([scope, amount]) => ({ scope, amount }));
    tx.run(
      'INSERT INTO reservations(reservation_id, charges, expires_at) VALUES (?, ?, ?)',
      ...[id, JSON.stringify(charges), state.expiresAt],
    );
  },
};

export function readReservation(view: View, id: string): Found<EntityOf<'reservation'>> {
  const row = view.get<ReservationRow>(
    'SELECT reservation_id, charges, expires_at FROM reservations WHERE reservation_id = ?',
    id,
  );
  return row
    ? foundReservation(row)
    : { entity: { kind: 'reservation', id, state: null }, bytes: SMALL_BYTES };
}

function foundReservation(row: ReservationRow): Found<EntityOf<'reservation'>> {
  const charges = (JSON.parse(row.charges) as SpendCharge[]).map(({ scope, amount }) => [scope, amount]);
  const state = { charges: Object.fromEntries(charges) as Record<string, number>, expiresAt: row.expires_at };
  return {
    entity: { kind: 'reservation', id: row.reservation_id, state },
    bytes: row.charges.length + SMALL_BYTES,
  };
}
