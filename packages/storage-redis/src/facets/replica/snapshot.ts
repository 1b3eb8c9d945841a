import {
  invalid,
  type Position,
  type ReplicaBatch,
  type ReplicaEntity,
  type ReplicaEvent,
} from '@agentcoord/core';
import { batchOf, type CopyHead, type CopyReader, toEvent } from './copy-reader.js';
import { slotName } from './entity-name.js';

/** In their order. After them come the events, each with the slot of its call. */
const KINDS = ['task', 'lease', 'record', 'removed', 'log', 'log-entry', 'permit', 'spend', 'reservation'];

/** A script that lists more holds up the server. */
const MOST_NAMES = 500;

/** Where the next page begins: behind an entity of a kind, or behind an event. */
interface Place {
  to: Position;
  kind: number;
  after: string;
}

export async function snapshot(
  reader: CopyReader,
  { cursor, limit }: { cursor: string; limit: number },
): Promise<ReplicaBatch> {
  const { head: first } = await reader.events(0, 0);
  const place = cursor === '' ? { to: first.position, kind: 0, after: '' } : readCursor(cursor);
  const { to } = place;
  const page: Page = { ...place, limit, entities: [], events: [], full: false, head: first };
  while (page.kind < KINDS.length && !page.full)
    await addEntities(reader, page, limit - page.entities.length);
  const isLast = !page.full && (await addEvents(reader, page));
  const { head, entities, events, kind, after } = page;
  return {
    ...batchOf(head, first.position.epoch, { from: null, to, entities, events }),
    page: cursor,
    ...(isLast ? {} : { cursor: writeCursor({ to, kind, after }) }),
  };
}

interface Page extends Place {
  limit: number;
  entities: ReplicaEntity[];
  events: ReplicaEvent[];
  /** It holds as much as was asked for, or as it can. */
  full: boolean;
  head: CopyHead;
}

async function addEntities(reader: CopyReader, page: Page, wanted: number): Promise<void> {
  const limit = Math.min(wanted, MOST_NAMES);
  const names = await reader.page(KINDS[page.kind] ?? 'task', page.after, limit);
  if (names.length === 0) {
    [page.kind, page.after] = [page.kind + 1, ''];
    return;
  }
  const { head, entities } = await reader.entities(names);
  add(page, head, entities);
  // Not all of them may have found room.
  page.after = names[entities.length - 1]?.place ?? page.after;
  page.full = entities.length < names.length || page.entities.length >= page.limit;
}

/** Whether no event up to the end of the snapshot is left; meanwhile all of them may have been trimmed. */
async function addEvents(reader: CopyReader, page: Page): Promise<boolean> {
  const { to, after, limit, entities: before } = page;
  const { events: found } = await reader.events(Number(after), limit - before.length);
  const within = found.filter(({ sequence }) => sequence <= to.sequence);
  const slots = new Map(within.filter(({ slot }) => slot !== '').map(({ slot }) => [slot, slotName(slot)]));
  const { head, entities } = await reader.entities([...slots.values()]);
  add(page, head, entities);
  page.events.push(...within.map(toEvent));
  const last = within.at(-1)?.sequence ?? Number(after);
  page.after = String(last);
  return last >= to.sequence || found.length === 0 || within.length < found.length;
}

function add(page: Page, head: CopyHead, entities: ReadonlyArray<ReplicaEntity | undefined>): void {
  page.head = head;
  for (const entity of entities) if (entity !== undefined) page.entities.push(entity);
}

function writeCursor({ to, kind, after }: Place): string {
  return Buffer.from(JSON.stringify([to.epoch, to.sequence, kind, after])).toString('base64url');
}

function readCursor(cursor: string): Place {
  try {
    const [epoch, sequence, kind, after] = JSON.parse(
      Buffer.from(cursor, 'base64url').toString(),
    ) as unknown[];
    const numbers = [epoch, sequence, kind].every((part) => Number.isSafeInteger(part));
    if (numbers && typeof after === 'string')
      return { to: { epoch: Number(epoch), sequence: Number(sequence) }, kind: Number(kind), after };
  } catch {
    // Told below.
  }
  throw invalid('cursor', 'the cursor of an earlier page', cursor);
}
