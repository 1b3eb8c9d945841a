/** What was done to the log, as far as it can be told. */
export type TamperingKind =
  /** An entry does not hold what was signed or sealed. */
  | 'changed'
  | 'deleted'
  /** An entry nobody sealed, within a sealed range. */
  | 'inserted'
  /** It is there, at another place. */
  | 'moved'
  | 'duplicated'
  /** Signed with another key than its author's, or not at all. */
  | 'wrong-signer'
  /** Two entries of one chain claim the same place, or one does not follow the one before it. */
  | 'forked'
  /** Entries of a chain are missing, and nothing tells where they lay. */
  | 'gap'
  /** A seal is changed, missing, or another one than this host has seen. */
  | 'seal-broken'
  /** The whole log is another one than this host has seen. */
  | 'replaced';

export interface Finding {
  kind: TamperingKind;
  /** Of the entry, in the order of the store. */
  sequence?: number;
  id?: string;
  author?: string;
  chain?: string;
  chainSequence?: number;
  /** Of the seal. */
  seal?: number;
  message: string;
}

const MAX_FINDINGS = 10_000;

/** One finding an entry: the first is the closest to the cause. */
export class Findings {
  readonly list: Finding[] = [];
  /** Those beyond what a report can hold. */
  more = 0;
  private readonly places = new Set<number>();

  add(finding: Finding): void {
    const { sequence } = finding;
    if (sequence !== undefined && this.places.has(sequence)) return;
    if (sequence !== undefined) this.places.add(sequence);
    if (this.list.length < MAX_FINDINGS) this.list.push(finding);
    else this.more += 1;
  }

  has(sequence: number): boolean {
    return this.places.has(sequence);
  }

  sorted(): Finding[] {
    return this.list.sort((a, b) => (a.sequence ?? Number.MAX_VALUE) - (b.sequence ?? Number.MAX_VALUE));
  }
}
