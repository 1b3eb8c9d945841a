import { AgentCoordError, type NewId, type Storage } from '@agentcoord/core';
import { AUDIT_LOG, decodeEntry } from '../entry/entry-content.js';
import { ARCHIVED_TYPE } from '../entry/own-types.js';
import { readPages } from '../reading/read-log.js';
import { type EntryMark, entryMark } from '../sealing/entry-mark.js';
import { rootOf } from '../sealing/range-root.js';
import { readSeals } from '../sealing/read-seals.js';
import type { Seal } from '../sealing/seal.js';
import { checkEntry } from '../verifying/entry-check.js';
import { Findings } from '../verifying/finding.js';
import type { AuthorChain } from '../writing/author-chain.js';
import { listSegments, readSegment, type Segment, writeSegment } from './segment-file.js';

export interface ArchiveOptions {
  /** Only entries that are older than this; epoch ms of the storage's clock. Default: all that are sealed. */
  before?: number;
}

export interface ArchiveReport {
  /** The file, with what it holds. Left out when there was nothing to archive. */
  segment?: Segment;
  removed: number;
}

export interface ArchiveLog extends ArchiveOptions {
  storage: Storage;
  chain: AuthorChain;
  folder: string;
  newId: NewId;
}

const TTL_MS = 600_000;

/**
 * Moves whole sealed ranges to a file: written, read back and compared with its seals, logged, and only
 * then removed from the store. Killed anywhere in between, both are there, and the next run goes on.
 */
export async function archiveLog(archive: ArchiveLog): Promise<ArchiveReport> {
  const { storage, newId } = archive;
  const grantId = newId('grant');
  const keys = [{ key: 'audit-archive/writer' }];
  const reply = await storage.leases.acquire({ grantId, holder: grantId, keys, ttlMs: TTL_MS });
  if (reply.status !== 'granted') {
    throw new AgentCoordError(
      'conflict',
      'Another process is archiving this audit log. Wait until it has ended.',
    );
  }
  try {
    return await archiveSealed(archive);
  } finally {
    await storage.leases.release({ grantId, fence: reply.grant.fence });
  }
}

async function archiveSealed({ storage, chain, folder, before }: ArchiveLog): Promise<ArchiveReport> {
  const { firstSequence } = await storage.logs.head({ log: AUDIT_LOG });
  const seals = (await readSeals(storage)).filter((seal) => seal !== undefined);
  const wanted = await sealsToArchive({ storage, seals, from: firstSequence, before });
  const [first, last] = [wanted[0], wanted.at(-1)];
  if (first === undefined || last === undefined) return { removed: 0 };
  const { from } = first.content;
  const { to } = last.content;
  const segment =
    (await listSegments(folder)).find((known) => known.from === from && known.to === to) ??
    (await writeSegment(folder, {
      from,
      to,
      pages: readPages(storage, { log: AUDIT_LOG, after: from - 1, upTo: to }),
    }));
  await compareWithSeals(segment, wanted);
  await chain.append({
    type: ARCHIVED_TYPE,
    context: `entries ${from} to ${to} were archived`,
    details: { from, to, file: segment.path.split('/').at(-1) ?? '' },
    id: `archived-${from}-${to}`,
  });
  const { removed } = await storage.logs.archive({ log: AUDIT_LOG, upTo: to });
  return { segment, removed };
}

interface Wanted {
  storage: Storage;
  seals: readonly Seal[];
  from: number | undefined;
  before: number | undefined;
}

async function sealsToArchive({ storage, seals, from, before }: Wanted): Promise<Seal[]> {
  if (from === undefined) return [];
  const candidates = seals.filter(({ content }) => content.from >= from);
  if (before === undefined) return candidates;
  const old: Seal[] = [];
  for (const seal of candidates) {
    const { to } = seal.content;
    const { entries } = await storage.logs.read({ log: AUDIT_LOG, after: to - 1, before: to + 1 });
    if (entries[0] === undefined || entries[0].at >= before) break;
    old.push(seal);
  }
  return old;
}

/** @throws `storage_corrupt` when the file is not what was sealed: then nothing is removed from the store. */
async function compareWithSeals(segment: Segment, seals: readonly Seal[]): Promise<void> {
  const lines = readSegment(segment);
  for (const { content } of seals) {
    const marks: EntryMark[] = [];
    while (marks.length < content.count) {
      const { value, done } = await lines.next();
      if (done || !('entry' in value)) break;
      // The mark binds the hash that the entry names, so that one must be the entry's own.
      if (
        checkEntry(value.entry, decodeEntry(value.entry), { findings: new Findings(), signatures: false }) ===
        undefined
      )
        break;
      marks.push(entryMark(value.entry));
    }
    if (marks.length === content.count && rootOf(content.from, marks) === content.root) continue;
    throw new AgentCoordError(
      'storage_corrupt',
      `Entries ${content.from} to ${content.to} are not what was sealed; nothing was removed. Run 'agentcoord audit verify'.`,
      { data: { from: content.from, to: content.to, file: segment.path } },
    );
  }
}
