import type { ChangesReply, EventBody, Position, ReplicaEntity, ReplicaEvent } from '@agentcoord/core';
import type { View } from '../store/view.js';
import { batchOf, type EventRow, eventsAfter, MOST_BYTES, toEvent } from './batch.js';
import type { Found } from './entities/entity-kind.js';
import { readNamedSlot } from './entities/slots.js';
import { positionOf, readGate } from './gate-row.js';
import { isSame, reachFrom } from './positions.js';
import { touchedBy } from './touched.js';

/** The events after a position, with everything they touched as it is now. */
export function changes(view: View, { after, limit }: { after: Position; limit: number }): ChangesReply {
  const row = readGate(view);
  const head = positionOf(view, row);
  if (isSame(after, head)) return { status: 'even', head };
  const reach = reachFrom(view, after, head);
  if (!reach || row.next_page !== null) return { status: 'snapshot-needed', head };
  const { events, entities } = gather(view, eventsAfter(view, after.sequence, reach.sequence, limit));
  const isTrimmed = reach.sequence > after.sequence && events[0]?.sequence !== after.sequence + 1;
  if (isTrimmed) return { status: 'snapshot-needed', head };
  const to = { epoch: reach.epoch, sequence: events.at(-1)?.sequence ?? after.sequence };
  return {
    status: 'changes',
    head,
    batch: batchOf(view, row, { from: after, to, entities, events }),
  };
}

/** At least one event, and not more than a batch can hold. */
function gather(view: View, rows: Iterable<EventRow>): { events: ReplicaEvent[]; entities: ReplicaEntity[] } {
  const found = new Map<string, Found | undefined>();
  let bytes = 0;
  const take = (name: string, read: (view: View) => Found | undefined): void => {
    if (found.has(name)) return;
    const one = read(view);
    found.set(name, one);
    bytes += one?.bytes ?? 0;
  };
  const events: ReplicaEvent[] = [];
  for (const row of rows) {
    if (bytes > MOST_BYTES) break;
    const event = toEvent(row);
    events.push(event);
    bytes += row.body.length;
    for (const { name, read } of touchedBy(event.body as EventBody)) take(name, read);
    const { slot } = row;
    if (slot !== null) take(`slot/${slot}`, (from) => readNamedSlot(from, slot));
  }
  return { events, entities: [...found.values()].flatMap((one) => one?.entity ?? []) };
}
