import { createHash } from 'node:crypto';
import type { EntryMark } from './entry-mark.js';

/** So many marks are hashed at once: each by itself takes longer, and all of them together are kept until then. */
const AT_ONCE = 64;

/** Binds the marks of a range, in their order and to their places. */
export class RangeRoot {
  count = 0;
  private readonly hash = createHash('sha256');
  private waiting: string[] = [];

  constructor(from: number) {
    this.hash.update(`agentcoord audit-root v1\n${from}\n`);
  }

  add({ whole }: EntryMark): void {
    this.waiting.push(this.count === 0 ? whole : `\n${whole}`);
    this.count += 1;
    if (this.waiting.length === AT_ONCE) this.flush();
  }

  /** Once, at the end. */
  digest(): string {
    this.flush();
    return this.hash.digest('hex');
  }

  private flush(): void {
    this.hash.update(this.waiting.join(''));
    this.waiting = [];
  }
}

export function rootOf(from: number, marks: readonly EntryMark[]): string {
  const root = new RangeRoot(from);
  for (const mark of marks) root.add(mark);
  return root.digest();
}
