import {
  invalid,
  type Position,
  type ReplicaBatch,
  type ReplicaEntity,
  type ReplicaEvent,
} from '@agentcoord/core';
import type { SqliteValue } from '../sqlite/database.js';
import type { View } from '../store/view.js';
import { batchOf, eventsAfter, MOST_BYTES, toEvent } from './batch.js';
import { KIND_NAMES, pageOf } from './entities/all-kinds.js';
import { type GateRow, positionOf, readGate } from './gate-row.js';

/** Where the next page begins: the kind by its number, behind the last entity; after all kinds come the events. */
interface Place {
  to: Position;
  kind: number;
  after: SqliteValue[] | undefined;
}

export function snapshot(view: View, { cursor, limit }: { cursor: string; limit: number }): ReplicaBatch {
  const row = readGate(view);
  const place = cursor === '' ? beginning(view, row) : readCursor(cursor);
  const entities: ReplicaEntity[] = [];
  let { kind, after } = place;
  let bytes = 0;
  while (kind < KIND_NAMES.length && entities.length < limit && bytes < MOST_BYTES) {
    // One at a time costs a look each; some too many are read again with the next page.
    const wanted = Math.min(limit - entities.length, 100);
    const page = pageOf(KIND_NAMES[kind] ?? 'task', view, after, wanted);
    for (const one of page) {
      if (bytes >= MOST_BYTES) break;
      entities.push(one.entity);
      bytes += one.bytes;
      after = one.place;
    }
    if (page.length < wanted && bytes < MOST_BYTES) [kind, after] = [kind + 1, undefined];
  }
  const events: ReplicaEvent[] = [];
  if (kind >= KIND_NAMES.length) {
    for (const event of eventsAfter(view, lastOf(after), place.to.sequence, limit - entities.length)) {
      if (bytes >= MOST_BYTES) break;
      events.push(toEvent(event));
      bytes += event.body.length;
    }
  }
  if (events.length > 0) after = [events.at(-1)?.sequence ?? 0];
  const isLast = kind >= KIND_NAMES.length && reached(view, place.to, after);
  return {
    ...batchOf(view, row, { from: null, to: place.to, entities, events }),
    page: cursor,
    ...(isLast ? {} : { cursor: writeCursor({ to: place.to, kind, after }) }),
  };
}

/** Whether no event up to the end of the snapshot is left; meanwhile all of them may have been trimmed. */
function reached(view: View, to: Position, after: SqliteValue[] | undefined): boolean {
  return eventsAfter(view, lastOf(after), to.sequence, 1).next().done === true;
}

function lastOf(after: SqliteValue[] | undefined): number {
  return Number(after?.[0] ?? 0);
}

function beginning(view: View, row: GateRow): Place {
  return { to: positionOf(view, row), kind: 0, after: undefined };
}

function writeCursor({ to, kind, after }: Place): string {
  return Buffer.from(JSON.stringify([to.epoch, to.sequence, kind, ...(after ?? [])])).toString('base64url');
}

function readCursor(cursor: string): Place {
  try {
    const [epoch, sequence, kind, ...after] = JSON.parse(
      Buffer.from(cursor, 'base64url').toString(),
    ) as SqliteValue[];
    if ([epoch, sequence, kind].every((part) => Number.isSafeInteger(part))) {
      return {
        to: { epoch: Number(epoch), sequence: Number(sequence) },
        kind: Number(kind),
        after: after.length > 0 ? after : undefined,
      };
    }
  } catch {
    // Told below.
  }
  throw invalid('cursor', 'the cursor of an earlier page', cursor);
}
