import {
  type CallOptions,
  type SearchRecords,
  type SearchReply,
  type StoredRecord,
  systemClock,
  wordsOf,
} from '@agentcoord/core';
import type { Caller } from '../../call/caller.js';
import { decodeRecord } from '../../decode/record.js';
import { SCRIPTS } from '../../scripts/scripts.js';

/** Records one call of the script looks at: it holds up the server while it does. */
const BATCH = 500;
/** Records one search looks at. */
const MAX_EXAMINED = 10_000;

interface Match {
  id: string;
  score: number;
}

interface Page {
  matches: Match[];
  examined: number;
  /** The id to go on from; left out: there are no more. */
  before?: string;
}

/** Looks at the newest ids first, until all are seen, the bound is reached, or half of the call's time is over. */
export async function searchRecords(
  caller: Caller,
  request: Required<SearchRecords>,
  options: CallOptions = {},
): Promise<SearchReply> {
  const { collection, words, limit } = request;
  const terms = words
    .split(/\s+/)
    .map(wordsOf)
    .filter((term) => term !== '');
  if (terms.length === 0) return { records: [], complete: true, examined: 0 };
  const endsAt = systemClock.elapsed() + (options.timeoutMs ?? caller.defaultTimeoutMs) / 2;
  const best: Match[] = [];
  let examined = 0;
  let before = '';
  let complete = false;
  while (!complete && examined < MAX_EXAMINED && systemClock.elapsed() < endsAt) {
    const args = { collection, terms: JSON.stringify(terms), before, batch: BATCH };
    const input = { keys: { index: caller.keys.records(collection) }, args };
    const page = (await caller.call(SCRIPTS.records.search, input, options)).value as unknown as Page;
    best.push(...page.matches);
    best.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
    best.length = Math.min(best.length, limit);
    examined += page.examined;
    complete = page.before === undefined;
    before = page.before ?? before;
  }
  return { records: await fetchRecords(caller, collection, best, options), complete, examined };
}

async function fetchRecords(
  caller: Caller,
  collection: string,
  matches: readonly Match[],
  options: CallOptions,
): Promise<StoredRecord[]> {
  if (matches.length === 0) return [];
  const records = matches.map(({ id }) => caller.keys.record(collection, id));
  const { rest } = await caller.call(SCRIPTS.records.get, { keys: { records } }, options);
  return matches.flatMap(({ id }, index) => decodeRecord(collection, id, rest[index]) ?? []);
}
