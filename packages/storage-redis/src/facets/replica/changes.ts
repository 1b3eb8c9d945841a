import type { ChangesReply, EventBody, Position, ReplicaEntity } from '@agentcoord/core';
import { batchOf, type CopyReader, type StoredEvent, toEvent } from './copy-reader.js';
import { type EntityName, nameKey, slotName, touchedBy } from './entity-name.js';
import { isBeyond, isSame, reachFrom } from './reach.js';

/**
 * The events after a position, with everything they touched. Read in two steps, first the events: what is read after them
 * is at least as new, which is all that a batch promises.
 */
export async function changes(
  reader: CopyReader,
  { after, limit }: { after: Position; limit: number },
): Promise<ChangesReply> {
  const { head: first, events: rows } = await reader.events(after.sequence, limit);
  const head = first.position;
  if (isSame(after, head)) return { status: 'even', head };
  const reach = reachFrom(first.epochs, after, head);
  if (!reach || first.partial) return { status: 'snapshot-needed', head };
  const within = rows.filter(({ sequence }) => sequence <= reach.sequence);
  const isTrimmed = reach.sequence > after.sequence && within[0]?.sequence !== after.sequence + 1;
  if (isTrimmed) return { status: 'snapshot-needed', head };

  const { names, ends } = namesOf(within);
  const { head: last, entities } = await reader.entities(names);
  // Between the two steps it has begun to become another copy.
  if (last.partial || isBeyond(head, last.position))
    return { status: 'snapshot-needed', head: last.position };
  const count = ends.filter((end) => end <= entities.length).length;
  const events = within.slice(0, count);
  const to = { epoch: reach.epoch, sequence: events.at(-1)?.sequence ?? after.sequence };
  const told = entities
    .slice(0, ends[count - 1] ?? 0)
    .filter((one): one is ReplicaEntity => one !== undefined);
  const batch = batchOf(last, head.epoch, { from: after, to, entities: told, events: events.map(toEvent) });
  return { status: 'changes', head, batch };
}

/** Each entity once, in the order of the events; `ends` tells how many of them each event and those before it need. */
function namesOf(events: readonly StoredEvent[]): { names: EntityName[]; ends: number[] } {
  const names = new Map<string, EntityName>();
  const ends = events.map(({ body, slot }) => {
    const touched = touchedBy(JSON.parse(body) as EventBody);
    if (slot !== '') touched.push(slotName(slot));
    for (const name of touched) {
      const key = nameKey(name);
      if (!names.has(key)) names.set(key, name);
    }
    return names.size;
  });
  return { names: [...names.values()], ends };
}
