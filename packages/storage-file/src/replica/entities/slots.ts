import type { JsonValue, ReplicaSlot } from '@agentcoord/core';
import { readSlot, type SlotRow } from '../../operations/slots.js';
import type { View } from '../../store/view.js';
import type { EntityKind, EntityOf, Found } from './entity-kind.js';

export const slots: EntityKind<'slot'> = {
  page(view, after = ['', -1], limit) {
    const rows = view.all<SlotRow & { session: string; slot: number }>(
      `SELECT session, slot, sequence, arguments, verb, reply FROM slots WHERE (session, slot) > (?, ?)
       ORDER BY session, slot LIMIT ?`,
      ...after,
      limit,
    );
    return rows.map((row) => ({ ...found(row.session, row.slot, row), place: [row.session, row.slot] }));
  },
  /** The session is as good as used now: its caller may be on the way here. */
  apply({ tx, sessions }, { session, slot, state }) {
    if (!state) {
      tx.run('DELETE FROM slots WHERE session = ? AND slot = ?', session, slot);
      return;
    }
    if (!sessions.has(session))
      tx.run('INSERT OR REPLACE INTO sessions(session, last_used_at) VALUES (?, ?)', session, tx.now);
    sessions.add(session);
    tx.run(
      'INSERT OR REPLACE INTO slots(session, slot, sequence, arguments, verb, reply) VALUES (?, ?, ?, ?, ?, ?)',
      ...[session, slot, state.sequence, state.arguments, state.verb],
      state.verb === null ? null : JSON.stringify(state.reply),
    );
  },
};

/** As an event names it: `0 session-1`. */
export function readNamedSlot(view: View, named: string): Found<EntityOf<'slot'>> {
  const { session, slot } = slotOfEvent(named);
  return found(session, slot, readSlot(view, { session, slot }));
}

export function slotOfEvent(named: string): { session: string; slot: number } {
  const [slot = '', session = ''] = named.split(' ');
  return { session, slot: Number(slot) };
}

function found(session: string, slot: number, row: SlotRow | undefined): Found<EntityOf<'slot'>> {
  const state: ReplicaSlot | null = row
    ? {
        sequence: row.sequence,
        arguments: row.arguments,
        verb: row.verb,
        reply: JSON.parse(row.reply ?? 'null') as JsonValue,
      }
    : null;
  return { entity: { kind: 'slot', session, slot, state }, bytes: (row?.reply?.length ?? 0) + 200 };
}
