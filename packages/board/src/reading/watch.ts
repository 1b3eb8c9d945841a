import { AgentCoordError, type Duration, durationMs, type Storage } from '@agentcoord/core';
import { BOARD_LOG } from '../places.js';
import type { Post } from '../post/post.js';
import { readPost } from '../post/read-post.js';

export interface WatchOptions {
  /** Posts behind this place. Default: from now on, where "now" is when the first post is asked for. */
  after?: number;
  /** Only this thread. */
  thread?: string;
  /** Only what is addressed to this agent. */
  to?: string;
  /** Ends the iteration. */
  signal?: AbortSignal;
  /** The longest time between two looks where no signal comes. Default `'5s'`. */
  pollInterval?: Duration;
}

const BATCH = 250;

/** Every post once, in the order of the store, as it comes; ends quietly when `signal` fires. */
export async function* watch(storage: Storage, options: WatchOptions): AsyncGenerator<Post, void, undefined> {
  const { thread, to, signal } = options;
  const pollMs = Math.max(10, durationMs(options.pollInterval ?? '5s', 'pollInterval'));
  try {
    // Opened before the look: what comes in between is heard.
    await using listener = await storage.signals.listen({ channels: [`log/${BOARD_LOG}`] }, { signal });
    let after = options.after ?? (await storage.logs.head({ log: BOARD_LOG }, { signal })).sequence;
    for (;;) {
      const { entries } = await storage.logs.read({ log: BOARD_LOG, after, limit: BATCH }, { signal });
      for (const entry of entries) {
        after = entry.sequence;
        const post = readPost(entry);
        if (post === undefined || signal?.aborted) continue;
        if (thread !== undefined && post.thread !== thread) continue;
        if (to === undefined || post.to.includes(to)) yield post;
      }
      if (entries.length < BATCH) await listener.next({ timeoutMs: pollMs, signal });
    }
  } catch (error) {
    if (!(signal?.aborted && AgentCoordError.is(error, 'aborted'))) throw error;
  }
}
