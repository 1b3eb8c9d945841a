import { ENTRY_DIGITS, MARK_DIGITS } from '../sealing/entry-mark.js';

const BYTES = MARK_DIGITS / 2;
const ENTRY_BYTES = ENTRY_DIGITS / 2;

/** Short marks by the numbers of the store, ten bytes each. A number nothing was set for has none. */
export class MarkList {
  private marks = Buffer.alloc(BYTES * 4_096);
  private present = new Uint8Array(4_096);
  /** The highest number set. */
  last = 0;
  count = 0;

  set(sequence: number, mark: string): void {
    this.grow(sequence);
    this.marks.write(mark, sequence * BYTES, 'hex');
    if (this.present[sequence] === 0) this.count += 1;
    this.present[sequence] = 1;
    if (sequence > this.last) this.last = sequence;
  }

  has(sequence: number): boolean {
    return this.present[sequence] === 1;
  }

  /** Which entry it is, without its time. */
  entry(sequence: number): string | undefined {
    if (!this.has(sequence)) return undefined;
    return this.marks.toString('hex', sequence * BYTES, sequence * BYTES + ENTRY_BYTES);
  }

  isSame(sequence: number, other: MarkList, at: number): boolean {
    return this.fits(sequence, other, at, BYTES);
  }

  isSameEntry(sequence: number, other: MarkList, at: number): boolean {
    return this.fits(sequence, other, at, ENTRY_BYTES);
  }

  /** Which numbers each entry has. */
  places(): Map<string, number[]> {
    const places = new Map<string, number[]>();
    for (let sequence = 1; sequence <= this.last; sequence += 1) {
      const mark = this.entry(sequence);
      if (mark === undefined) continue;
      const known = places.get(mark);
      if (known) known.push(sequence);
      else places.set(mark, [sequence]);
    }
    return places;
  }

  private fits(sequence: number, other: MarkList, at: number, bytes: number): boolean {
    if (!this.has(sequence) || !other.has(at)) return false;
    const [mine, theirs] = [sequence * BYTES, at * BYTES];
    return this.marks.compare(other.marks, theirs, theirs + bytes, mine, mine + bytes) === 0;
  }

  private grow(sequence: number): void {
    if (sequence < this.present.length) return;
    const size = Math.max(sequence + 1, this.present.length * 2);
    const marks = Buffer.alloc(size * BYTES);
    this.marks.copy(marks);
    const present = new Uint8Array(size);
    present.set(this.present);
    this.marks = marks;
    this.present = present;
  }
}
