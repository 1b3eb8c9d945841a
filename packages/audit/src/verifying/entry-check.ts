import type { LogEntry } from '@agentcoord/core';
import type { SignedEntry } from '../entry/entry-content.js';
import { hasRightSignature, isHashOf } from '../entry/entry-hash.js';
import type { Findings } from './finding.js';

/** What one entry says about itself; `undefined` when nothing it says can be believed. */
export function checkEntry(
  raw: LogEntry,
  entry: SignedEntry | undefined,
  { findings, signatures }: { findings: Findings; signatures: boolean },
): SignedEntry | undefined {
  const problem = entry === undefined ? 'it is no audit entry' : problemOf(raw, entry);
  if (problem !== undefined) {
    const { sequence, id, author } = raw;
    const message = `Entry ${sequence} (${id}${author === undefined ? '' : ` of ${author}`}) was changed: ${problem}.`;
    // What it says of its place in its chain tells which entry it was, unless that was changed as well.
    const { chain, sequence: chainSequence } = entry?.content ?? {};
    const named = chain === undefined ? {} : { chain, chainSequence };
    findings.add({
      kind: 'changed',
      sequence,
      id,
      ...(author === undefined ? {} : { author }),
      ...named,
      message,
    });
    return undefined;
  }
  if (entry !== undefined && signatures && !hasRightSignature(entry)) {
    const { id, author, chain, sequence: chainSequence } = entry.content;
    const message = `Entry ${raw.sequence} (${id} of ${author}) is not signed by its author's key.`;
    findings.add({ kind: 'wrong-signer', sequence: raw.sequence, id, author, chain, chainSequence, message });
    return undefined;
  }
  return entry;
}

function problemOf(raw: LogEntry, { content, hash }: SignedEntry): string | undefined {
  if (!isHashOf(content, hash)) return 'its content and its hash do not fit';
  if (raw.author !== content.author) return 'the store names another author than the entry itself';
  // Of an entry that was copied the store's id must be another one: the chain tells that it is a copy.
  return undefined;
}
