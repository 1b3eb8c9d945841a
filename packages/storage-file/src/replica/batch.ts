import type { Position, ReplicaBatch, ReplicaEvent } from '@agentcoord/core';
import type { View } from '../store/view.js';
import { slotOfEvent } from './entities/slots.js';
import type { GateRow } from './gate-row.js';

/** What is in one batch, in bytes of JSON and about: however large the tasks are, it can be held and sent. */
export const MOST_BYTES = 4 * 1024 * 1024;

export interface EventRow {
  sequence: number;
  at: number;
  body: string;
  slot: string | null;
}

const READ_AT_ONCE = 100;

/** One after the other, and not all in memory: some carry a payload. */
export function* eventsAfter(view: View, after: number, upTo: number, limit: number): Generator<EventRow> {
  let [last, left] = [after, limit];
  while (left > 0) {
    const rows = view.all<EventRow>(EVENTS, last, upTo, Math.min(left, READ_AT_ONCE));
    yield* rows;
    if (rows.length < READ_AT_ONCE) return;
    last = rows.at(-1)?.sequence ?? upTo;
    left -= rows.length;
  }
}

const EVENTS =
  'SELECT sequence, at, body, slot FROM events WHERE sequence > ? AND sequence <= ? ORDER BY sequence LIMIT ?';

export function toEvent({ sequence, at, body, slot }: EventRow): ReplicaEvent {
  return {
    sequence,
    id: `event-${sequence}`,
    at,
    body: JSON.parse(body) as ReplicaEvent['body'],
    ...(slot === null ? {} : { slot: slotOfEvent(slot) }),
  };
}

/** What every batch of this store says. */
export function batchOf(
  view: View,
  row: GateRow,
  more: { from: Position | null; to: Position } & Pick<ReplicaBatch, 'entities' | 'events'>,
): ReplicaBatch {
  const fence = view.get<{ value: number }>(`SELECT value FROM counters WHERE name = 'fence'`)?.value ?? 0;
  return {
    origin: { source: row.store_id, epoch: row.epoch },
    now: view.now,
    fence,
    longestLeaseMs: row.longest_lease_ms,
    ...more,
  };
}
