import type {
  CallOptions,
  JsonObject,
  Position,
  ReplicaBatch,
  ReplicaEntity,
  ReplicaEvent,
} from '@agentcoord/core';
import type { Caller } from '../../call/caller.js';
import { pushEach } from '../../scripts/script-input.js';
import { SCRIPTS } from '../../scripts/scripts.js';
import { decodeEntity } from './decode-entity.js';
import type { EntityName } from './entity-name.js';
import { REDIS } from './gate-view.js';
import type { Epochs } from './reach.js';

const { events, read, page } = SCRIPTS.replica;

/** What is in one batch, in bytes and about: however large the tasks are, it can be held and sent. */
const MOST_BYTES = 4 * 1024 * 1024;

/** Where the copy stood in the step that read something. */
export interface CopyHead {
  position: Position;
  epochs: Epochs;
  /** Pages of a snapshot are missing: it is a copy of nothing. */
  partial: boolean;
  now: number;
  fence: number;
  longestLeaseMs: number;
}

/** An entry of the events log as it is stored. */
export interface StoredEvent {
  sequence: number;
  at: number;
  body: string;
  slot: string;
}

/** With its place among those of its kind, which no change moves: so a snapshot meets each one. */
export interface PlacedName extends EntityName {
  place: string;
}

/** Reads a copy piece by piece, each in one step. */
export class CopyReader {
  constructor(
    private readonly caller: Caller,
    private readonly options: CallOptions | undefined,
  ) {}

  async events(after: number, limit: number): Promise<{ head: CopyHead; events: StoredEvent[] }> {
    const args = { after, limit, most_bytes: MOST_BYTES };
    const { value, rest } = await this.caller.call(events, { args }, this.options);
    const rows = rest as Array<[string, string, string, string]>;
    return {
      head: toHead(value),
      events: rows.map(([id, at, body, slot]) => ({
        sequence: Number.parseInt(id, 10),
        at: Number(at),
        body,
        slot,
      })),
    };
  }

  /** As many as a batch can hold; `entities` has nothing for those of which nothing is to be told. */
  async entities(
    names: readonly EntityName[],
  ): Promise<{ head: CopyHead; entities: Array<ReplicaEntity | undefined> }> {
    const words: Array<string | number> = [];
    for (const { kind, name, more } of names) pushEach(words, read, { kind, name, more });
    const args = { most_bytes: MOST_BYTES, names: words };
    const { value, rest } = await this.caller.call(read, { args }, this.options);
    const entities = names.slice(0, rest.length).map((name, index) => {
      return decodeEntity(name, rest[index] as Array<string | null>);
    });
    return { head: toHead(value), entities };
  }

  /** The next ones of a kind. */
  async page(kind: string, after: string, limit: number): Promise<PlacedName[]> {
    const { rest } = await this.caller.call(page, { args: { kind, after, limit } }, this.options);
    const words = rest[0] as string[];
    const names: PlacedName[] = [];
    for (let at = 0; at + 3 < words.length; at += 4) {
      const [of = '', name = '', more = '', place = ''] = words.slice(at, at + 4);
      names.push({ kind: of as EntityName['kind'], name, more, place });
    }
    return names;
  }
}

function toHead(value: JsonObject): CopyHead {
  const { epoch, sequence, partial } = value;
  const position = partial ? { epoch: 0, sequence: 0 } : { epoch: Number(epoch), sequence: Number(sequence) };
  return {
    position,
    epochs: value.epochs as unknown as Epochs,
    partial: partial === true,
    now: Number(value.now),
    fence: Number(value.fence),
    longestLeaseMs: Number(value.longestLeaseMs),
  };
}

export function toEvent({ sequence, at, body, slot }: StoredEvent): ReplicaEvent {
  const [number, session = ''] = slot.split(' ');
  return {
    sequence,
    id: `event-${sequence}`,
    at,
    body: JSON.parse(body) as ReplicaEvent['body'],
    ...(slot === '' ? {} : { slot: { session, slot: Number(number) } }),
  };
}

/** What every batch of Redis says. @param epoch in which it stands */
export function batchOf(
  { now, fence, longestLeaseMs }: CopyHead,
  epoch: number,
  more: Pick<ReplicaBatch, 'from' | 'to' | 'entities' | 'events'>,
): ReplicaBatch {
  return { origin: { source: REDIS, epoch }, now, fence, longestLeaseMs, ...more };
}
