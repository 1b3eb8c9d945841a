import {
  type CallOptions,
  checkInteger,
  checkLabel,
  checkOneOf,
  checkText,
  MAX_PAGE,
} from '@agentcoord/core';
import type { BoardContext } from '../board-context.js';
import { checkAuthor } from '../inbox/inbox-id.js';
import { THREADS } from '../places.js';
import { PRIORITIES, type Priority } from '../post/post.js';
import { catchUp } from '../projection/catch-up.js';
import { summaryOf, type ThreadState, type ThreadSummary } from '../projection/thread-summary.js';

export interface ListThreads {
  state?: ThreadState;
  priority?: Priority;
  author?: string;
  tag?: string;
  /** Default 50, at most 1,000. */
  limit?: number;
  cursor?: string;
}

/** Newest first, by id. With a tag a page may be shorter than `limit` though more follow: go on while there is a cursor. */
export async function listThreads(
  context: BoardContext,
  filter: ListThreads,
  options: CallOptions,
): Promise<{ threads: ThreadSummary[]; cursor?: string }> {
  const { labels, tag, limit, cursor: first } = checkFilter(filter);
  await catchUp(context, options);
  let cursor = first;
  for (;;) {
    const page = await context.storage.records.list(
      {
        ...{ collection: THREADS, labels, limit, order: 'descending' },
        ...(cursor === undefined ? {} : { cursor }),
      },
      options,
    );
    const threads = page.records.map(summaryOf).filter(({ tags }) => tag === undefined || tags.includes(tag));
    cursor = page.cursor;
    if (cursor === undefined) return { threads };
    if (threads.length > 0) return { threads, cursor };
  }
}

function checkFilter({ state, priority, author, tag, limit, cursor }: ListThreads) {
  return {
    labels: {
      ...(state === undefined ? {} : { state: checkOneOf(state, 'state', ['open', 'resolved']) }),
      ...(priority === undefined ? {} : { priority: checkOneOf(priority, 'priority', PRIORITIES) }),
      ...(author === undefined ? {} : { author: checkAuthor(author, 'author') }),
    },
    limit: limit === undefined ? 50 : checkInteger(limit, 'limit', 1, MAX_PAGE),
    ...(tag === undefined ? {} : { tag: checkLabel(tag, 'tag') }),
    ...(cursor === undefined ? {} : { cursor: checkText(cursor, 'cursor', { maxLength: 512 }) }),
  };
}
