import type { Wanted } from '../model/dashboard-model.js';

/** What a look can be about as a whole. */
export type Topic = 'locks' | 'board' | 'audit' | 'spend';
const TOPICS: readonly Topic[] = ['locks', 'board', 'audit', 'spend'];

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 4_000;
/** Half a minute of tries. A store that is away for longer is looked at as a whole when it is back. */
const MOST_TRIES = 10;

interface Wish {
  failures: number;
  /** Monotonic milliseconds. */
  notBefore: number;
}

/**
 * What is still to be looked at. A look that failed is wished for again, later each time, and given up after
 * `MOST_TRIES`; whoever wishes it anew begins anew. A wish that comes while its look is under way is another look.
 */
export class Wishes {
  private readonly wishes = new Map<string, Wish>();

  /** @param now Monotonic milliseconds. */
  constructor(private readonly now: () => number) {}

  add({ tasks, approvals, ...topics }: Wanted): void {
    for (const id of tasks) this.wish(`task/${id}`);
    for (const id of approvals) this.wish(`approval/${id}`);
    for (const topic of TOPICS) if (topics[topic]) this.wish(topic);
  }

  has(topic: Topic): boolean {
    return this.isDue(this.wishes.get(topic));
  }

  /** Ids of this kind whose time has come. */
  ids(kind: 'task' | 'approval', limit: number): string[] {
    const found: string[] = [];
    for (const [name, wish] of this.wishes) {
      if (found.length === limit) break;
      if (name.startsWith(`${kind}/`) && this.isDue(wish)) found.push(name.slice(kind.length + 1));
    }
    return found;
  }

  /** Looks, and wishes for the same again where that fails. */
  async grant(names: readonly string[], look: () => Promise<void>): Promise<void> {
    const taken = names.map((name): [string, Wish | undefined] => [name, this.wishes.get(name)]);
    for (const name of names) this.wishes.delete(name);
    try {
      await look();
    } catch {
      for (const [name, wish] of taken) this.again(name, wish?.failures ?? 0);
    }
  }

  private wish(name: string): void {
    this.wishes.set(name, { failures: 0, notBefore: 0 });
  }

  private again(name: string, before: number): void {
    const failures = before + 1;
    if (failures >= MOST_TRIES || this.wishes.has(name)) return;
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1));
    this.wishes.set(name, { failures, notBefore: this.now() + pauseMs });
  }

  private isDue(wish: Wish | undefined): boolean {
    return wish !== undefined && wish.notBefore <= this.now();
  }
}
