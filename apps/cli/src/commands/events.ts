import { EVENTS_LOG, type LogEntry, MAX_PAGE, type Storage } from '@agentcoord/core';
import type { CommandCall, DefineCommand } from '../command-context.js';
import { wholeNumber } from '../input/parse.js';
import { describeEvent } from '../output/event-text.js';

interface EventsOptions {
  follow?: boolean;
  after?: string;
  limit?: string;
}

const DEFAULT_LIMIT = 50;
/** Signals are hints and may be lost: look this often anyway. */
const POLL_MS = 1_000;

export const define: DefineCommand = (command, handle) => {
  command
    .description(
      'Every change of tasks, locks and agents, in the order of the store. With --json: JSON Lines.',
    )
    .option('--follow', 'go on with what happens from now on')
    .option('--after <sequence>', 'everything after this event')
    .option('--limit <n>', `without --after: the newest events (default ${DEFAULT_LIMIT})`)
    .action(handle(showEvents));
};

async function showEvents(call: CommandCall<EventsOptions>): Promise<undefined> {
  const { storage } = await call.connect();
  const { follow, after } = call.options;
  const start = after === undefined ? undefined : wholeNumber(after, '--after', 0, Number.MAX_SAFE_INTEGER);
  const limit = wholeNumber(call.options.limit ?? String(DEFAULT_LIMIT), '--limit', 1, MAX_PAGE);
  // Listening begins before reading: what happens in between is heard, not lost.
  const listener = follow ? await storage.signals.listen({ channels: [`log/${EVENTS_LOG}`] }) : undefined;
  try {
    let last =
      start === undefined ? await showNewest(call, storage, limit) : await showAfter(call, storage, start);
    while (listener && !call.signal.aborted) {
      await listener.next({ timeoutMs: POLL_MS, signal: call.signal });
      last = await showAfter(call, storage, last);
    }
  } finally {
    await listener?.close();
  }
  return undefined;
}

async function showNewest(
  call: CommandCall<EventsOptions>,
  storage: Storage,
  limit: number,
): Promise<number> {
  const { entries, head } = await storage.logs.read({ log: EVENTS_LOG, order: 'descending', limit });
  for (const entry of entries.reverse()) emitEvent(call, entry);
  return Math.max(head.sequence, entries.at(-1)?.sequence ?? 0);
}

async function showAfter(call: CommandCall<EventsOptions>, storage: Storage, after: number): Promise<number> {
  let last = after;
  for (;;) {
    const { entries, head } = await storage.logs.read({ log: EVENTS_LOG, after: last, limit: MAX_PAGE });
    const first = head.firstSequence;
    if (first !== undefined && first > last + 1) last = sayFellBehind(call, last, first);
    for (const entry of entries) {
      emitEvent(call, entry);
      last = entry.sequence;
    }
    if (entries.length < MAX_PAGE || call.signal.aborted) return last;
  }
}

function emitEvent(call: CommandCall<EventsOptions>, entry: LogEntry): void {
  const { sequence, at, author, body } = entry;
  call.emit({
    data: { kind: 'event', sequence, at, author, ...body },
    text: describeEvent(entry, call.paint),
  });
}

/** The store keeps a bounded number of events; a reader that comes late must know that some are gone. */
function sayFellBehind(call: CommandCall<EventsOptions>, after: number, first: number): number {
  const missed = first - 1 - after;
  call.emit({
    data: { kind: 'fell-behind', after, firstSequence: first, missed },
    text: call.paint.warning(
      `${missed} events after ${after} are no longer kept. Look at the whole with 'agentcoord status'.`,
    ),
  });
  return first - 1;
}
