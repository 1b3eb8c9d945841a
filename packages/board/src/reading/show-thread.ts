import { type CallOptions, checkInteger, checkOneOf, checkText, MAX_PAGE } from '@agentcoord/core';
import type { BoardContext } from '../board-context.js';
import { POSTS } from '../places.js';
import type { Post } from '../post/post.js';
import { postOf } from '../post/read-post.js';
import type { ThreadSummary } from '../projection/thread-summary.js';
import { findThread } from './find-thread.js';

export interface ShowThread {
  /** Posts of one page. Default 100, at most 1,000. */
  limit?: number;
  cursor?: string;
  /** `descending` gives the newest first. Default `ascending`. */
  order?: 'ascending' | 'descending';
}

export interface ShownThread {
  thread: ThreadSummary;
  /** In the order of the store; the first one opened the thread. */
  posts: Post[];
  cursor?: string;
}

export async function showThread(
  context: BoardContext,
  id: string,
  { limit: wanted, cursor, order = 'ascending' }: ShowThread,
  options: CallOptions,
): Promise<ShownThread> {
  const request = {
    limit: wanted === undefined ? 100 : checkInteger(wanted, 'limit', 1, MAX_PAGE),
    order: checkOneOf(order, 'order', ['ascending', 'descending']),
    ...(cursor === undefined ? {} : { cursor: checkText(cursor, 'cursor', { maxLength: 512 }) }),
  };
  const thread = await findThread(context, id, options);
  const page = await context.storage.records.list(
    { collection: POSTS, labels: { thread: thread.id }, ...request },
    options,
  );
  return {
    thread,
    posts: page.records.map(postOf),
    ...(page.cursor === undefined ? {} : { cursor: page.cursor }),
  };
}
