import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import {
  canonicalJson,
  EVENTS_LOG,
  type EventBody,
  type JsonObject,
  type JsonValue,
  type Replica,
  type Storage,
} from '../../../packages/core/src/index.js';
import type { StoreState } from '../history/evidence.js';
import { openSystem } from './openers.js';

export interface StoreToLookAt {
  store: string;
  system: string;
  options: JsonObject;
}

/** Writes what each of the stores of a failover holds by itself, and whom it takes for the owner. */
export async function lookAtStores(stores: readonly StoreToLookAt[], file: string): Promise<void> {
  const states: StoreState[] = [];
  for (const { store, system, options } of stores) {
    const storage = await openSystem(system, options);
    try {
      states.push(await stateOf(store, storage));
    } finally {
      await storage.close();
    }
  }
  writeFileSync(file, JSON.stringify(states));
}

async function stateOf(store: string, storage: Storage): Promise<StoreState> {
  const { replica } = storage;
  if (replica === undefined) throw new Error(`${store} has no replica`);
  const { gate, position } = await replica.look();
  const lines = await snapshotLines(replica);
  return {
    store,
    position,
    digest: createHash('sha256').update(lines.join('\n')).digest('hex'),
    lines,
    record: gate.record,
    events: await allEvents(storage),
  };
}

async function snapshotLines(replica: Replica): Promise<string[]> {
  const lines: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await replica.snapshot(cursor === undefined ? {} : { cursor });
    // Calls without an effect write no event, so what slots remember of them stays where they ran.
    const told = page.entities.filter(({ kind }) => kind !== 'slot');
    lines.push(...told.map((entity) => canonicalJson(entity as unknown as JsonValue)));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return lines.sort();
}

async function allEvents({ logs }: Storage): Promise<StoreState['events']> {
  const events: StoreState['events'] = [];
  for (;;) {
    const after = events.at(-1)?.sequence ?? 0;
    const { entries } = await logs.read({ log: EVENTS_LOG, after, limit: 1_000 });
    if (entries.length === 0) return events;
    events.push(...entries.map(({ sequence, id, body }) => ({ sequence, id, body: body as EventBody })));
  }
}
