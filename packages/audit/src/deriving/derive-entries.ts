import {
  EVENTS_LOG,
  type JsonObject,
  type LogEntry,
  MAX_PAGE,
  type Storage,
  throwIfAborted,
} from '@agentcoord/core';
import type { DecisionInput } from '../entry/decision-input.js';
import { MISSED_TYPE } from '../entry/own-types.js';
import type { AuthorChain } from '../writing/author-chain.js';
import type { DeriveRule, SeenEvent } from './derive-rule.js';

const COLLECTION = 'audit-cursor';
const CURSOR = 'events';
/** Not after every event: those behind the cursor are derived again without effect. */
const SAVE_EVERY = 500;

export interface DeriveEntries {
  storage: Storage;
  chain: AuthorChain;
  rules: readonly DeriveRule[];
  signal?: AbortSignal;
}

/**
 * Writes an entry for each event that matters, from where the cursor stands to the newest. Each has an
 * id that its event decides, so whoever does it again after a crash, or at the same time, adds nothing.
 */
export async function deriveEntries({ storage, chain, rules, signal }: DeriveEntries): Promise<number> {
  let cursor = await readCursor(storage);
  let saved = cursor;
  let derived = 0;
  for (;;) {
    throwIfAborted(signal, 'deriving audit entries');
    const { entries, head } = await storage.logs.read({ log: EVENTS_LOG, after: cursor, limit: MAX_PAGE });
    const first = head.firstSequence ?? cursor + 1;
    if (first > cursor + 1) await chain.append(missedEvents(cursor + 1, first - 1));
    for (const raw of entries) {
      const made = await deriveOne(raw, { chain, rules });
      derived += made;
      cursor = raw.sequence;
      if (made > 0 && cursor - saved >= SAVE_EVERY) {
        await saveCursor(storage, cursor);
        saved = cursor;
      }
    }
    if (entries.length < MAX_PAGE) break;
  }
  // Nothing to keep is no reason to write: the write would be an event of its own, for ever.
  if (derived > 0 || cursor - saved >= SAVE_EVERY) await saveCursor(storage, cursor);
  return derived;
}

async function deriveOne(
  raw: LogEntry,
  { chain, rules }: Pick<DeriveEntries, 'chain' | 'rules'>,
): Promise<number> {
  const { type, entity, fields } = raw.body as JsonObject & SeenEvent;
  if (typeof entity !== 'string' || typeof fields !== 'object' || fields === null) return 0;
  let made = 0;
  for (const rule of rules) {
    const input = rule({ type, entity, fields });
    if (input === undefined) continue;
    const details = { ...input.details, event: raw.sequence, eventAt: raw.at };
    const { isOurs } = await chain.append({ ...input, id: input.id ?? `event-${raw.sequence}`, details });
    if (isOurs) made += 1;
  }
  return made;
}

/** Told, not hidden: with it `verify` says that the log is incomplete. */
function missedEvents(from: number, to: number): DecisionInput {
  return {
    type: MISSED_TYPE,
    context: `events ${from} to ${to} were no longer kept when they were to be derived`,
    details: { from, to },
    id: `events-missed-${from}-${to}`,
  };
}

async function readCursor(storage: Storage): Promise<number> {
  const [record] = await storage.records.get({ collection: COLLECTION, ids: [CURSOR] });
  const at = record?.value.after;
  return typeof at === 'number' && Number.isSafeInteger(at) && at > 0 ? at : 0;
}

/** Two keepers may save in any order; deriving from an older cursor costs time and adds nothing. */
async function saveCursor(storage: Storage, after: number): Promise<void> {
  await storage.records.put({ collection: COLLECTION, id: CURSOR, value: { after } });
}
