import { AgentCoordError, type LogEntry, type Storage } from '@agentcoord/core';

export interface LogRange {
  log: string;
  /** Entries with a greater sequence. Default 0. */
  after?: number;
  /** Up to and with this one. Default: what is there now. */
  upTo?: number;
  signal?: AbortSignal;
}

/**
 * Two pages are in memory at a time, and what is there is copied again and again as garbage is collected: of a
 * million entries, pages of 1,000 cost a second and a half more. Much smaller ones cost as much in calls.
 */
const PAGE = 250;

/** A whole range of a log, a page at a time; the next page is read while the one before is worked on. */
export async function* readPages(storage: Storage, range: LogRange): AsyncGenerator<LogEntry[]> {
  const { log, signal } = range;
  const before = range.upTo === undefined ? undefined : range.upTo + 1;
  const read = (after: number) =>
    storage.logs.read({ log, after, limit: PAGE, ...(before === undefined ? {} : { before }) }, { signal });
  let next = read(range.after ?? 0);
  for (;;) {
    const { entries } = await next;
    const last = entries.at(-1);
    const isLast = entries.length < PAGE || last === undefined;
    if (!isLast) {
      next = read(last.sequence);
      // Nobody awaits it when the reader stops early.
      next.catch(() => undefined);
    }
    yield entries;
    if (isLast) return;
  }
}

/** As `readPages`, past entries that no storage can read, because what lies there is no JSON. Tells of each in its turn. */
export async function* readReadable(
  storage: Storage,
  range: LogRange,
  onUnreadable: (sequence: number) => void,
): AsyncGenerator<LogEntry[]> {
  let { after = 0 } = range;
  for (;;) {
    let broken: number;
    try {
      for await (const page of readPages(storage, { ...range, after })) {
        after = page.at(-1)?.sequence ?? after;
        yield page;
      }
      return;
    } catch (error) {
      if (!isUnreadable(error, range.log)) throw error;
      broken = error.data.sequence;
    }
    yield* readPages(storage, { ...range, after, upTo: broken - 1 });
    onUnreadable(broken);
    after = broken;
  }
}

function isUnreadable(
  error: unknown,
  log: string,
): error is AgentCoordError & { data: { sequence: number } } {
  return (
    AgentCoordError.is(error, 'storage_corrupt') &&
    error.data.log === log &&
    typeof error.data.sequence === 'number'
  );
}
