import { AgentCoordError, type NewId, type Signer, type Storage } from '@agentcoord/core';
import type { DecisionInput } from '../entry/decision-input.js';
import {
  AUDIT_LOG,
  type AuditEntry,
  decodeEntry,
  placedEntry,
  type SignedEntry,
} from '../entry/entry-content.js';
import { signEntry } from '../entry/entry-hash.js';

export interface ChainHead {
  sequence: number;
  hash: string;
}

export interface Appended {
  entry: AuditEntry;
  /** False when an entry of that id was there already, by somebody else. */
  isOurs: boolean;
}

export interface ChainOptions {
  storage: Storage;
  author: string;
  signer: Signer;
  newId: NewId;
  /** Called after each entry that is in the log. */
  onHead: (head: ChainHead) => void;
}

/**
 * One chain of entries: one is appended after the other, and one whose outcome is unknown is settled
 * before the next, so that the chain in the store has neither a fork nor a gap.
 */
export class AuthorChain {
  readonly id: string;
  private head: ChainHead = { sequence: 0, hash: '' };
  private unsettled: SignedEntry | undefined;
  /** Those that wait for an owner, by their ids: nothing is in the store yet that a second send could be compared with. */
  private readonly waiting = new Map<string, Appended>();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: ChainOptions) {
    this.id = options.newId('chain');
  }

  append(input: DecisionInput): Promise<Appended> {
    const mine = this.turn.then(() => this.appendNext(input));
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  /** Resolves when everything begun has ended. */
  settled(): Promise<unknown> {
    return this.turn;
  }

  private async appendNext(input: DecisionInput): Promise<Appended> {
    if (this.unsettled !== undefined) await this.settle(this.unsettled, true);
    const waiting = input.id === undefined ? undefined : this.waiting.get(input.id);
    if (waiting !== undefined) return waiting;
    const { author, signer, newId } = this.options;
    const { id = newId('entry'), ...said } = input;
    const { sequence, hash } = this.head;
    const entry = signEntry(
      {
        version: 1,
        id,
        author,
        chain: this.id,
        key: signer.publicKey,
        sequence: sequence + 1,
        previous: hash,
        ...said,
      },
      signer,
    );
    return this.settle(entry, input.id !== undefined);
  }

  private async settle(entry: SignedEntry, idMayBeTaken: boolean): Promise<Appended> {
    const { storage, author } = this.options;
    this.unsettled = entry;
    try {
      const { id } = entry.content;
      const place = await storage.logs.append({ log: AUDIT_LOG, id, author, body: { ...entry } });
      // One that waits for an owner has no place yet where it could be looked at.
      const isThere = idMayBeTaken && place.queued !== true;
      const stored = isThere ? await this.readBack(place.sequence) : undefined;
      this.unsettled = undefined;
      if (stored !== undefined && stored.hash !== entry.hash) return { entry: stored, isOurs: false };
      this.head = { sequence: entry.content.sequence, hash: entry.hash };
      this.options.onHead(this.head);
      const appended = { entry: placedEntry(place, entry), isOurs: true };
      // Nothing is sent past what waits: once one has a place, all before it have.
      if (place.queued) this.waiting.set(id, appended);
      else this.waiting.clear();
      return appended;
    } catch (error) {
      // These say that it was not stored; after anything else it may have been, and is settled before the next.
      if (AgentCoordError.is(error, 'storage_unavailable', 'invalid_argument', 'too_large', 'closed'))
        this.unsettled = undefined;
      throw error;
    }
  }

  private async readBack(sequence: number): Promise<AuditEntry | undefined> {
    const { entries } = await this.options.storage.logs.read({
      log: AUDIT_LOG,
      after: sequence - 1,
      before: sequence + 1,
    });
    const [found] = entries;
    const decoded = found && decodeEntry(found);
    return found && decoded && placedEntry(found, decoded);
  }
}
