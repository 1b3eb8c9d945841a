import { join } from 'node:path';
import {
  AgentCoordError,
  type Clock,
  checkIdentity,
  type NewId,
  newId,
  type Signer,
  SigningKey,
  type Storage,
  systemClock,
} from '@agentcoord/core';
import { type ArchiveOptions, type ArchiveReport, archiveLog } from './archiving/archive-log.js';
import { type ExportOptions, exportLog } from './archiving/export-log.js';
import { deriveEntries } from './deriving/derive-entries.js';
import type { DeriveRule } from './deriving/derive-rule.js';
import { DEFAULT_RULES } from './deriving/rules.js';
import { checkDecision, type DecisionInput } from './entry/decision-input.js';
import type { AuditEntry } from './entry/entry-content.js';
import { type KeepOptions, keepLog } from './keeping/keep-log.js';
import { type FollowEntries, followEntries } from './reading/follow-entries.js';
import { type ListEntries, listEntries } from './reading/list-entries.js';
import { SealFile } from './sealing/seal-file.js';
import { sealRanges } from './sealing/seal-ranges.js';
import type { AuditReport } from './verifying/audit-report.js';
import { verifyLog } from './verifying/verify-log.js';
import { AuthorChain } from './writing/author-chain.js';
import { HeadWriter } from './writing/chain-heads.js';

export interface AuditLogOptions {
  storage: Storage;
  /** Who acts: `<name>#<incarnation>` of a registered agent, or a name such as `operator`. */
  author: string;
  /** The author's key. Default: a new one, for as long as this object lives. */
  signer?: Signer;
  /** Where seals that were seen, and archived segments, are kept. Left out: nowhere, and nothing can be archived. Hidden from git. */
  folder?: string;
  /** More of what is derived from events. */
  rules?: readonly DeriveRule[];
  clock?: Clock;
  newId?: NewId;
}

export interface SealReport {
  derived: number;
  seals: number;
  sealedTo: number;
}

/** Every object of this class is one chain of entries by one author. Close it, so that its end is known. */
export class AuditLog {
  private readonly chain: AuthorChain;
  private readonly heads: HeadWriter;
  private readonly signer: Signer;
  private readonly author: string;
  private readonly file: SealFile | undefined;
  private readonly clock: Clock;
  private readonly newId: NewId;
  private closing: Promise<void> | undefined;

  constructor(private readonly options: AuditLogOptions) {
    const { storage, folder } = options;
    this.author = checkIdentity(options.author, 'author');
    this.signer = options.signer ?? SigningKey.create();
    this.clock = options.clock ?? systemClock;
    this.newId = options.newId ?? newId;
    this.chain = new AuthorChain({
      storage,
      author: this.author,
      signer: this.signer,
      newId: this.newId,
      onHead: (head) => this.heads.note(head),
    });
    const { publicKey: key } = this.signer;
    this.heads = new HeadWriter(storage, { chain: this.chain.id, author: this.author, key });
    this.file = folder === undefined ? undefined : new SealFile(folder);
  }

  /** Appends what was decided. With an `id` that is there already: the entry that has it. */
  async logDecision(input: DecisionInput): Promise<AuditEntry> {
    const checked = checkDecision(input);
    if (this.closing !== undefined) throw closedError();
    return (await this.chain.append(checked)).entry;
  }

  /** The newest that match, oldest of them first. */
  list(request: ListEntries = {}): Promise<AuditEntry[]> {
    return listEntries(this.options.storage, request);
  }

  /** Entries as they come, until `signal` fires. */
  follow(request: FollowEntries): AsyncGenerator<AuditEntry> {
    return followEntries(this.options.storage, request);
  }

  /** Every entry as a line of canonical JSON, archived ones as well. */
  export(options: ExportOptions = {}): AsyncGenerator<string> {
    return exportLog({ storage: this.options.storage, folder: this.segments }, options);
  }

  /** Writes entries for what has happened since somebody last did. Resolves to how many there were. */
  derive(options: { signal?: AbortSignal } = {}): Promise<number> {
    const { storage, rules = [] } = this.options;
    const { signal } = options;
    return deriveEntries({ storage, chain: this.chain, rules: [...DEFAULT_RULES, ...rules], signal });
  }

  /** Derives entries, and seals all that is new. @throws `storage_corrupt` when the log was replaced. */
  async seal(options: { signal?: AbortSignal; minEntries?: number } = {}): Promise<SealReport> {
    const { storage } = this.options;
    const derived = await this.derive(options);
    const { author, signer, file } = this;
    const sealed = await sealRanges({ storage, author, signer, file, ...options });
    return { derived, ...sealed };
  }

  /** Does so again and again while it is the one of all keepers whose turn it is, until `signal` fires. */
  keep(options: KeepOptions): Promise<void> {
    const { storage } = this.options;
    const { clock } = this;
    const holder = `${this.author}/${this.chain.id}`.slice(-200);
    const work = (signal: AbortSignal): Promise<SealReport> => this.seal({ signal });
    return keepLog({ ...options, storage, clock, newId: this.newId, holder, work });
  }

  /** Looks at all of it. Signatures of entries take a tenth of a millisecond each; `signatures: false` leaves them out. */
  verify(options: { signatures?: boolean; signal?: AbortSignal } = {}): Promise<AuditReport> {
    const { storage } = this.options;
    const { signatures = true, signal } = options;
    return verifyLog({ storage, file: this.file, folder: this.segments, signatures, signal });
  }

  /** Moves sealed entries to a segment in the folder. @throws `misconfigured` without one, `storage_corrupt`, `conflict`. */
  async archive(options: ArchiveOptions = {}): Promise<ArchiveReport> {
    const { segments: folder, chain } = this;
    if (folder === undefined)
      throw new AgentCoordError('misconfigured', 'Archiving needs a folder: give one to AuditLog.');
    return archiveLog({ ...options, storage: this.options.storage, chain, folder, newId: this.newId });
  }

  /** Resolves when what was logged is in the store, and its end is known there. Idempotent. */
  close(): Promise<void> {
    this.closing ??= this.chain.settled().then(() => this.heads.close());
    return this.closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private get segments(): string | undefined {
    const { folder } = this.options;
    return folder === undefined ? undefined : join(folder, 'segments');
  }
}

function closedError(): AgentCoordError {
  return new AgentCoordError('closed', 'This audit log is closed. Open another one.');
}
