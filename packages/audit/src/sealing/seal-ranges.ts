import { AgentCoordError, type LogEntry, type Signer, type Storage, throwIfAborted } from '@agentcoord/core';
import { AUDIT_LOG } from '../entry/entry-content.js';
import { entryMark } from './entry-mark.js';
import { readLastSeal, readSeals } from './read-seals.js';
import { createSeal, decodeSeal, isSameSeal, MAX_SEALED, SEALS_LOG, type Seal, sealProblem } from './seal.js';
import { newestOf, type SealFile } from './seal-file.js';

export interface SealRanges {
  storage: Storage;
  author: string;
  signer: Signer;
  file: SealFile | undefined;
  /** Fewer new entries than this are left for later. Default 1. */
  minEntries?: number;
  signal?: AbortSignal;
}

/** Seals everything that is new. Two that do so at once make one seal of each number, and both know it. */
export async function sealRanges(options: SealRanges): Promise<{ sealedTo: number; seals: number }> {
  const { storage, author, signer, file, minEntries = 1, signal } = options;
  let last = await readLastSeal(storage);
  await checkAgainstFile(last, file);
  let made = 0;
  for (;;) {
    throwIfAborted(signal, 'sealing the audit log');
    const after = last?.content.to ?? 0;
    const { entries, head } = await storage.logs.read({ log: AUDIT_LOG, after, limit: MAX_SEALED });
    if (head.sequence - after < Math.max(1, minEntries)) break;
    const to = endOf(entries, after, head.sequence);
    const marks = entries.filter(({ sequence }) => sequence <= to).map((entry) => entryMark(entry));
    const seal = createSeal({ last, to, marks, author, signer });
    last = await append(storage, seal, last);
    made += last.hash === seal.hash ? 1 : 0;
  }
  await catchUp(storage, file);
  return { sealedTo: last?.content.to ?? 0, seals: made };
}

/** A page ends a range; where the newest entries are gone, the range still covers their numbers. */
function endOf(entries: readonly LogEntry[], after: number, head: number): number {
  const end = entries.length === MAX_SEALED ? (entries.at(-1)?.sequence ?? head) : head;
  return Math.min(end, after + MAX_SEALED);
}

/** The id makes it happen once for each number; what is there afterwards is the seal, whoever made it. */
async function append(storage: Storage, seal: Seal, last: Seal | undefined): Promise<Seal> {
  const { number, author } = seal.content;
  const place = await storage.logs.append({
    log: SEALS_LOG,
    id: `seal-${number}`,
    author,
    body: { ...seal },
  });
  const { entries } = await storage.logs.read({
    log: SEALS_LOG,
    after: place.sequence - 1,
    before: place.sequence + 1,
  });
  const stored = entries[0] && decodeSeal(entries[0]);
  const problem = stored === undefined ? 'it is none' : sealProblem(stored, last);
  if (stored !== undefined && problem === undefined) return stored;
  throw tampered(`the seal ${number} in the store is not right: ${problem}`);
}

/** Sealing on over a log that was replaced would give it a new history. */
async function checkAgainstFile(last: Seal | undefined, file: SealFile | undefined): Promise<void> {
  if (file === undefined) return;
  const known = await file.read();
  const newest = newestOf(known);
  const { number = 0 } = last?.content ?? {};
  if (newest > number)
    throw tampered(`seals up to ${newest} were seen by this host, and the store ends at ${number}`);
  const same = known.get(number);
  if (same !== undefined && !isSameSeal(same, last))
    throw tampered(`the seal ${number} in the store is another one than this host has seen`);
}

async function catchUp(storage: Storage, file: SealFile | undefined): Promise<void> {
  if (file === undefined) return;
  const known = await file.read();
  const newest = newestOf(known);
  const fresh = await readSeals(storage, newest);
  await file.add(fresh.filter((seal) => seal !== undefined));
}

function tampered(what: string): AgentCoordError {
  return new AgentCoordError(
    'storage_corrupt',
    `The audit log was not sealed: ${what}. Run 'agentcoord audit verify' and find out who writes to the store.`,
  );
}
