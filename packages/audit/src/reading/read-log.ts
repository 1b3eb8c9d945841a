import { type LogEntry, MAX_PAGE, type Storage } from '@agentcoord/core';

export interface LogRange {
  log: string;
  /** Entries with a greater sequence. Default 0. */
  after?: number;
  /** Up to and with this one. Default: what is there now. */
  upTo?: number;
  signal?: AbortSignal;
}

/** A whole range of a log, a page at a time; the next page is read while the one before is worked on. */
export async function* readPages(storage: Storage, range: LogRange): AsyncGenerator<LogEntry[]> {
  const { log, signal } = range;
  const before = range.upTo === undefined ? undefined : range.upTo + 1;
  const read = (after: number) =>
    storage.logs.read(
      { log, after, limit: MAX_PAGE, ...(before === undefined ? {} : { before }) },
      { signal },
    );
  let next = read(range.after ?? 0);
  for (;;) {
    const { entries } = await next;
    const last = entries.at(-1);
    const isLast = entries.length < MAX_PAGE || last === undefined;
    if (!isLast) {
      next = read(last.sequence);
      // Nobody awaits it when the reader stops early.
      next.catch(() => undefined);
    }
    yield entries;
    if (isLast) return;
  }
}
