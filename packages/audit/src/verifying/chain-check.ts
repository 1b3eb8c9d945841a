import type { LogEntry } from '@agentcoord/core';
import type { SignedEntry } from '../entry/entry-content.js';
import type { StoredHead } from '../writing/chain-heads.js';
import { type Gap, unexplained } from './explanations.js';
import type { Finding, Findings, TamperingKind } from './finding.js';

interface Link {
  place: number;
  id: string;
  hash: string;
  previous: string;
}

interface Chain {
  id: string;
  author: string;
  key: string;
  /** The next number to come. */
  next: number;
  last: Link | undefined;
  /** 52 bits of the hash of each number so far: enough to tell a copy from another entry. */
  hashes: number[];
  /** Entries that came before others they follow. */
  ahead: Map<number, Link>;
}

interface MissingNumber extends Gap {
  kind: TamperingKind;
  message: string;
}

/** So many entries behind a gap are waited for; then it is one, and memory is free again. */
const MAX_AHEAD = 2_000;
/** Of one gap that many numbers are reported. */
const MAX_GAP = 1_000;

/** Follows each author's chain over the store's order. */
export class ChainCheck {
  private readonly chains = new Map<string, Chain>();
  private readonly gaps: MissingNumber[] = [];
  private readonly order: Finding[] = [];

  constructor(
    private readonly findings: Findings,
    /** Entries that are elsewhere, so that chains may begin in their middle. */
    private readonly beginsLate: boolean,
  ) {}

  get count(): number {
    return this.chains.size;
  }

  add(raw: LogEntry, { content, hash }: SignedEntry): void {
    const { sequence: number, previous } = content;
    const link: Link = { place: raw.sequence, id: content.id, hash, previous };
    const chain = this.chainOf(content);
    const known = number > chain.next ? chain.ahead.get(number)?.hash : undefined;
    if (content.key !== chain.key || content.author !== chain.author)
      this.report('wrong-signer', link, number, 'its chain belongs to another author or key', chain);
    else if (number < chain.next || known !== undefined) this.reportSecond(chain, link, number, known);
    else {
      if (raw.id !== content.id)
        this.report('changed', link, number, 'the store gives it another id than it has', chain);
      this.place(chain, link, number);
    }
  }

  private place(chain: Chain, link: Link, number: number): void {
    if (number === chain.next) this.follow(chain, link);
    else chain.ahead.set(number, link);
    if (chain.ahead.size > MAX_AHEAD) this.skipGap(chain);
  }

  private chainOf({ chain: id, author, key, sequence }: SignedEntry['content']): Chain {
    const known = this.chains.get(id);
    if (known) return known;
    const next = this.beginsLate ? sequence : 1;
    const chain: Chain = { id, author, key, next, last: undefined, hashes: [], ahead: new Map() };
    this.chains.set(id, chain);
    return chain;
  }

  private reportSecond(chain: Chain, link: Link, number: number, ahead: string | undefined): void {
    const known = ahead === undefined ? chain.hashes[number] : brief(ahead);
    if (known === brief(link.hash)) this.report('duplicated', link, number, 'it is there twice', chain);
    else if (known === undefined)
      this.report('moved', link, number, 'it lies behind entries that follow it', chain);
    else this.report('forked', link, number, 'its chain has another entry of that number', chain);
  }

  /**
   * Call it when everything else was found. Numbers that never came are gaps, and a head ahead of the log,
   * which is written after its entry, means that entries are gone; unless what lies in the store tells of them.
   */
  finish(heads: readonly StoredHead[], isAsSealed: (sequence: number) => boolean): void {
    for (const chain of this.chains.values()) while (chain.ahead.size > 0) this.skipGap(chain);
    // One that lies where it was sealed only seems to be moved: others are.
    for (const finding of this.order) if (!isAsSealed(finding.sequence ?? 0)) this.findings.add(finding);
    const tails = heads.flatMap((head) => this.tailOf(head));
    for (const { kind, author, chain, number: chainSequence, message } of unexplained(
      [...this.gaps, ...tails],
      this.findings.list,
    ))
      this.findings.add({ kind, author, chain, chainSequence, message });
    for (const head of heads) this.compareHead(head);
  }

  /** What an author had written and is not in the log. */
  private tailOf({ chain: id, author, sequence }: StoredHead): MissingNumber[] {
    const chain = this.chains.get(id);
    if (chain === undefined && this.beginsLate) return [];
    const first = chain?.next ?? 1;
    const count = Math.min(Math.max(0, sequence - first + 1), MAX_GAP);
    const places = { after: chain?.last?.place ?? 0, before: Number.MAX_SAFE_INTEGER };
    return Array.from({ length: count }, (_, index) => {
      const number = first + index;
      const message = `Entry ${number} of the chain of ${author} is gone: its author had written up to ${sequence}.`;
      return { kind: 'deleted', chain: id, author, number, message, ...places };
    });
  }

  private compareHead({ chain: id, author, sequence, hash, key }: StoredHead): void {
    const chain = this.chains.get(id);
    const known = chain?.hashes[sequence];
    if (chain === undefined || known === undefined || (known === brief(hash) && chain.key === key)) return;
    const message = `Entry ${sequence} of the chain of ${author} is not the one that its author's head names.`;
    const isLast = sequence === chain.next - 1 && chain.last !== undefined;
    const place = isLast && chain.last ? { sequence: chain.last.place, id: chain.last.id } : {};
    this.findings.add({ kind: 'changed', ...place, author, chain: id, chainSequence: sequence, message });
  }

  /** Goes on behind numbers that have not come. */
  private skipGap(chain: Chain): void {
    const first = Math.min(...chain.ahead.keys());
    const link = chain.ahead.get(first);
    if (link === undefined) return;
    const { id, author } = chain;
    const places = { after: chain.last?.place ?? 0, before: link.place };
    for (let number = chain.next; number < Math.min(first, chain.next + MAX_GAP); number += 1) {
      const message = `Entry ${number} of the chain of ${author} is missing.`;
      this.gaps.push({ kind: 'gap', chain: id, author, number, message, ...places });
    }
    chain.next = first;
    chain.last = undefined;
    this.drain(chain, 0);
  }

  private follow(chain: Chain, link: Link): void {
    const isLate = chain.ahead.size > 0;
    if (isLate) this.report('moved', link, chain.next, 'it lies behind entries that follow it', chain);
    this.advance(chain, link);
    this.drain(chain, isLate ? 0 : link.place);
  }

  /** Those that had come too early, as far as they follow now. */
  private drain(chain: Chain, from: number): void {
    let place = from;
    for (;;) {
      const ahead = chain.ahead.get(chain.next);
      if (ahead === undefined) return;
      chain.ahead.delete(chain.next);
      if (ahead.place < place)
        this.report('moved', ahead, chain.next, 'it lies before entries that it follows', chain);
      else place = ahead.place;
      this.advance(chain, ahead);
    }
  }

  private advance(chain: Chain, link: Link): void {
    const { last } = chain;
    if (last !== undefined && last.hash !== link.previous)
      this.report('forked', last, chain.next - 1, 'the next entry of its chain follows another one', chain);
    chain.hashes[chain.next] = brief(link.hash);
    chain.last = link;
    chain.next += 1;
  }

  private report(kind: TamperingKind, link: Link, chainSequence: number, why: string, chain: Chain): void {
    const { author, id } = chain;
    const finding: Finding = {
      kind,
      sequence: link.place,
      id: link.id,
      author,
      chain: id,
      chainSequence,
      message: `Entry ${link.place} (${chainSequence} of ${author}) is not right: ${why}.`,
    };
    if (kind === 'moved') this.order.push(finding);
    else this.findings.add(finding);
  }
}

function brief(hash: string): number {
  return Number.parseInt(hash.slice(0, 13), 16);
}
