import type { LogEntry } from '@agentcoord/core';
import type { EntryMark } from '../sealing/entry-mark.js';
import { RangeRoot } from '../sealing/range-root.js';
import { type Seal, type SealContent, shortMarks } from '../sealing/seal.js';
import { compareMarks, type Shift } from './compare-marks.js';
import type { Findings } from './finding.js';
import { MarkList } from './mark-list.js';

interface Name {
  id: string;
  author?: string;
}

interface Finish {
  /** The newest number of the store. */
  upTo: number;
  isElsewhere: (sequence: number) => boolean;
}

/** Compares the entries, in their order, with what was sealed. */
export class SealCheck {
  private readonly found = new MarkList();
  private readonly ids = new Map<number, Name>();
  private range: RangeRoot | undefined;
  /** Of the range so far. Whole entries would be kept from page to page, and kept ones cost the most. */
  private rangeNames: Array<[sequence: number, name: Name]> = [];
  private at = 0;
  private differs = false;
  private readonly differing: SealContent[] = [];
  private sealed: MarkList | undefined;

  constructor(
    private readonly seals: readonly Seal[],
    private readonly findings: Findings,
  ) {}

  add(raw: LogEntry, mark: EntryMark): void {
    while (this.current !== undefined && raw.sequence > this.current.content.to) this.endRange();
    const { current } = this;
    if (current !== undefined) {
      this.range ??= new RangeRoot(current.content.from);
      this.range.add(mark);
    }
    this.found.set(raw.sequence, mark.short);
    if (this.differs) this.ids.set(raw.sequence, nameOf(raw));
    else if (current !== undefined) this.rangeNames.push([raw.sequence, nameOf(raw)]);
  }

  finish({ upTo, isElsewhere }: Finish): void {
    while (this.current !== undefined) this.endRange();
    const { shift, wasShifted } = this.differs ? this.compare(isElsewhere) : { shift: 0, wasShifted: false };
    if (this.found.count < upTo) this.reportHoles(upTo, upTo + Math.min(0, shift), isElsewhere);
    // Behind what was taken out or put in no range fits any more, and that one was told.
    if (!wasShifted) this.reportRanges(isElsewhere);
  }

  /** Renumbered, the numbers that are left over at the end are not those that were taken. */
  private reportHoles(upTo: number, last: number, isElsewhere: Finish['isElsewhere']): void {
    for (let sequence = 1; sequence <= upTo; sequence += 1) {
      if (this.found.has(sequence) || isElsewhere(sequence)) continue;
      if (sequence <= last)
        this.findings.add({
          kind: 'deleted',
          sequence,
          message: `Entry ${sequence} is gone from the store.`,
        });
    }
  }

  /** The root binds more than the short marks tell: where they see nothing, the range itself is the finding. */
  private reportRanges(isElsewhere: Finish['isElsewhere']): void {
    for (const { number, from, to } of this.differing) {
      const isTold = this.findings.list.some(({ sequence = 0 }) => sequence >= from && sequence <= to);
      if (isTold || isElsewhere(from)) continue;
      const message = `Entries ${from} to ${to} are not what was sealed as seal ${number}.`;
      this.findings.add({ kind: 'changed', seal: number, message });
    }
  }

  private compare(isElsewhere: Finish['isElsewhere']): Shift {
    const describe = (sequence: number) => this.ids.get(sequence) ?? {};
    const { found, findings } = this;
    this.sealed = this.sealedMarks();
    return compareMarks({ sealed: this.sealed, found, describe, isElsewhere, findings });
  }

  /** Whether an entry is known to lie where it was sealed, in a log where others do not. */
  isAsSealed(sequence: number): boolean {
    return this.sealed?.isSame(sequence, this.found, sequence) === true;
  }

  private get current(): Seal | undefined {
    return this.seals[this.at];
  }

  private endRange(): void {
    const content = this.current?.content;
    if (content === undefined) return;
    const range = this.range ?? new RangeRoot(content.from);
    if (range.count !== content.count || range.digest() !== content.root) this.startNaming(content);
    this.range = undefined;
    this.rangeNames = [];
    this.at += 1;
  }

  /** Names are needed only where something is wrong: of a million entries they would take their memory. */
  private startNaming(content: SealContent): void {
    this.differs = true;
    this.differing.push(content);
    for (const [sequence, name] of this.rangeNames) this.ids.set(sequence, name);
  }

  private sealedMarks(): MarkList {
    const sealed = new MarkList();
    for (const seal of this.seals) {
      const { from, to, count } = seal.content;
      // Sealed with a hole in it: which marks lay where is not told.
      if (count !== to - from + 1) continue;
      for (const [index, mark] of shortMarks(seal).entries()) sealed.set(from + index, mark);
    }
    return sealed;
  }
}

function nameOf({ id, author }: LogEntry): Name {
  return author === undefined ? { id } : { id, author };
}
