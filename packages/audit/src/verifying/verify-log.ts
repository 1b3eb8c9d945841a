import type { Storage } from '@agentcoord/core';
import { AUDIT_LOG, decodeEntry } from '../entry/entry-content.js';
import { entryMark } from '../sealing/entry-mark.js';
import { readSeals } from '../sealing/read-seals.js';
import type { SealFile } from '../sealing/seal-file.js';
import { readHeads } from '../writing/chain-heads.js';
import type { AuditReport } from './audit-report.js';
import { ChainCheck } from './chain-check.js';
import { checkEntry } from './entry-check.js';
import { allEntries } from './entry-source.js';
import { Findings } from './finding.js';
import { Missing } from './missing.js';
import { trustedSeals } from './seal-chain.js';
import { SealCheck } from './seal-check.js';

export interface VerifyLog {
  storage: Storage;
  file: SealFile | undefined;
  /** Of the segments. */
  folder: string | undefined;
  signatures: boolean;
  signal: AbortSignal | undefined;
}

const MAX_LOOKS = 5;

/** Looks again where entries were archived meanwhile: what was moved during a look seems to be gone. */
export async function verifyLog(request: VerifyLog): Promise<AuditReport> {
  const { logs } = request.storage;
  for (let look = 1; ; look += 1) {
    const before = await logs.head({ log: AUDIT_LOG });
    const report = await lookOnce(request);
    if (report.status !== 'tampered' || look === MAX_LOOKS) return report;
    const after = await logs.head({ log: AUDIT_LOG });
    if (after.firstSequence === before.firstSequence) return report;
  }
}

/** Goes through all of it once, in the order of the store. */
async function lookOnce(request: VerifyLog): Promise<AuditReport> {
  const { storage, file, folder, signatures, signal } = request;
  const findings = new Findings();
  // Seals and heads before entries: what is written meanwhile is then only more than they speak of.
  // A copy: what is added to the file below was not known before.
  const known = new Map(await file?.read());
  const stored = await readSeals(storage);
  const heads = await readHeads(storage);
  const head = await storage.logs.head({ log: AUDIT_LOG }, { signal });
  const seals = trustedSeals({ store: stored, file: known }, findings);
  const sealedTo = seals.at(-1)?.content.to ?? 0;
  const upTo = Math.max(head.sequence, sealedTo);

  const sealCheck = new SealCheck(seals, findings);
  const missing = new Missing(head);
  let chains: ChainCheck | undefined;
  let entries = 0;
  for await (const page of allEntries({ storage, folder, upTo, signal }, findings)) {
    for (const raw of page) {
      entries += 1;
      chains ??= new ChainCheck(findings, raw.sequence > 1);
      const decoded = decodeEntry(raw);
      sealCheck.add(raw, entryMark(raw, decoded));
      const entry = checkEntry(raw, decoded, { findings, signatures });
      if (entry === undefined) continue;
      chains.add(raw, entry);
      missing.add(entry);
    }
  }
  chains ??= new ChainCheck(findings, false);
  sealCheck.finish({ upTo, isElsewhere: (sequence) => missing.isElsewhere(sequence) });
  chains.finish(heads, (sequence) => sealCheck.isAsSealed(sequence));
  await remember(file, known, stored, findings);
  const all = missing.sentences();
  return {
    status: findings.list.length > 0 ? 'tampered' : all.length > 0 ? 'incomplete' : 'ok',
    entries,
    chains: chains.count,
    seals: seals.length,
    sealedTo,
    ...(upTo > sealedTo ? { unsealed: { from: sealedTo + 1, to: upTo, count: upTo - sealedTo } } : {}),
    signatures,
    anchor: known.size > 0 ? 'file' : 'none',
    findings: findings.sorted(),
    moreFindings: findings.more,
    missing: all,
  };
}

/** From now on this host knows these seals. Those of a log that is not right are none to remember. */
async function remember(
  file: SealFile | undefined,
  known: ReadonlyMap<number, unknown>,
  stored: Awaited<ReturnType<typeof readSeals>>,
  findings: Findings,
): Promise<void> {
  if (file === undefined || findings.list.length > 0) return;
  await file.add(
    stored.filter((seal) => seal !== undefined).filter(({ content }) => !known.has(content.number)),
  );
}
