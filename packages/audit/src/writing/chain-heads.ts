import { MAX_PAGE, type Storage } from '@agentcoord/core';
import type { ChainHead } from './author-chain.js';

const COLLECTION = 'audit-heads';
/** At most so often while an author writes; the last one is written when its log is closed. */
const EVERY_MS = 250;

export interface StoredHead extends ChainHead {
  chain: string;
  author: string;
  key: string;
}

export async function readHeads(storage: Storage): Promise<StoredHead[]> {
  const found: StoredHead[] = [];
  let cursor: string | undefined;
  do {
    const page = await storage.records.list({
      collection: COLLECTION,
      limit: MAX_PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const { id, value } of page.records) {
      const { author, key, sequence, hash } = value;
      if (typeof sequence === 'number' && typeof hash === 'string')
        found.push({ chain: id, author: String(author), key: String(key), sequence, hash });
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}

/**
 * Keeps the record of a chain's head behind its log: never ahead, so that a head ahead of the log
 * shows that the tail was cut. Writes in the background; one that fails is made up for by the next.
 */
export class HeadWriter {
  private latest: ChainHead | undefined;
  private writing: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly storage: Storage,
    private readonly owner: { chain: string; author: string; key: string },
  ) {}

  note(head: ChainHead): void {
    this.latest = head;
    if (this.timer === undefined && this.writing === undefined) this.start();
  }

  async close(): Promise<void> {
    clearTimeout(this.timer);
    await this.writing;
    clearTimeout(this.timer);
    await this.write();
  }

  private start(): void {
    this.writing = this.write().finally(() => {
      this.writing = undefined;
      this.timer = setTimeout(() => {
        this.timer = undefined;
        if (this.latest !== undefined) this.start();
      }, EVERY_MS);
      this.timer.unref();
    });
  }

  private async write(): Promise<void> {
    const head = this.latest;
    if (head === undefined) return;
    const { chain, author, key } = this.owner;
    try {
      await this.storage.records.put({
        collection: COLLECTION,
        id: chain,
        value: { author, key, sequence: head.sequence, hash: head.hash },
      });
      if (this.latest === head) this.latest = undefined;
    } catch {
      // The entry itself is in the log; without its head only a cut of the unsealed tail shows later.
    }
  }
}
