import type { CallOptions } from '@agentcoord/core';
import type { BoardContext } from '../board-context.js';
import { checkVisible } from '../post/draft-post.js';
import type { ThreadSummary } from '../projection/thread-summary.js';
import { findThread } from '../reading/find-thread.js';
import { appendPost } from './append-post.js';

export interface ChangeState {
  thread: string;
  kind: 'resolve' | 'reopen';
  message?: string;
}

const MAX_REASON_CHARACTERS = 8_000;

/** The thread as it is afterwards; where two change it at once, as the later one in the store's order left it. */
export async function changeState(
  context: BoardContext,
  { thread, kind, message }: ChangeState,
  options: CallOptions,
): Promise<ThreadSummary> {
  const content =
    message === undefined ? {} : { message: checkVisible(message, 'message', MAX_REASON_CHARACTERS) };
  const before = await findThread(context, thread, options);
  if (before.state === (kind === 'resolve' ? 'resolved' : 'open')) return before;
  const draft = { content, asked: [] };
  await appendPost(context, { kind, thread: before.id, draft, also: before.participants }, options);
  return findThread(context, thread, options);
}
