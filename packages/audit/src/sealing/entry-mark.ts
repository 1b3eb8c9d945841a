import { canonicalJson, type LogEntry, sha256 } from '@agentcoord/core';
import { decodeEntry } from '../entry/entry-content.js';

/** Hexadecimal digits of a mark that a seal keeps of each entry: which entry it is, and which time it has. */
export const ENTRY_DIGITS = 16;
const TIME_DIGITS = 4;
export const MARK_DIGITS = ENTRY_DIGITS + TIME_DIGITS;

/** What a seal binds of one entry, beside its place. */
export interface EntryMark {
  /** For the root: the store's own fields, and the hash the author signed. */
  whole: string;
  /** For finding out what was done, where the root does not fit. */
  short: string;
}

/** @param decoded of the same entry, where it is known already. */
export function entryMark(entry: LogEntry, decoded = decodeEntry(entry)): EntryMark {
  const { id, at, author = '' } = entry;
  const hash = decoded?.hash ?? sha256(canonicalJson(entry.body));
  const time = (at % 0x10000).toString(16).padStart(TIME_DIGITS, '0');
  return {
    // With their lengths, so that no text of one field can pass for part of another.
    whole: `${at} ${hash.length} ${hash} ${id.length} ${id} ${author.length} ${author}`,
    short: hash.slice(0, ENTRY_DIGITS).padEnd(ENTRY_DIGITS, '0') + time,
  };
}
