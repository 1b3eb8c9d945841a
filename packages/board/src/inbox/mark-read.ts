import { type CallOptions, checkInteger } from '@agentcoord/core';
import type { BoardContext } from '../board-context.js';
import { changeInbox } from './inbox-record.js';
import { read } from './inbox-state.js';
import { scanLog } from './scan-log.js';

/** Moves the read cursor, never back. @param upTo default: everything that was delivered. Returns where it is now. */
export async function markRead(
  { storage, author }: BoardContext,
  upTo: number | undefined,
  options: CallOptions,
): Promise<{ read: number }> {
  const { state } = await changeInbox(
    storage,
    author,
    async (before) => {
      // Nobody can have read what was not handed over.
      const through = upTo === undefined ? before.delivered : checkInteger(upTo, 'upTo', 0, before.delivered);
      if (through <= before.read) return { state: before };
      const now = await storage.now(options);
      const { posts } = await scanLog(storage, { agent: author, after: before.read, upTo: through }, options);
      return { state: read(before, posts, through, now) };
    },
    options,
  );
  return { read: state.read };
}
