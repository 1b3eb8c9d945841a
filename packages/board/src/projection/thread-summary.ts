import type { StoredRecord } from '@agentcoord/core';
import type { Links, Post, Priority } from '../post/post.js';

const MAX_PARTICIPANTS = 50;

export type ThreadState = 'open' | 'resolved';

/** A thread without its texts. A type and not an interface, so that it counts as JSON where it is stored. */
export type ThreadSummary = {
  id: string;
  title: string;
  priority: Priority;
  tags: string[];
  links?: Links;
  author: string;
  /** Its place on the board. */
  sequence: number;
  createdAt: number;
  state: ThreadState;
  resolvedBy?: string;
  resolvedAt?: number;
  replies: number;
  /** Who opened it or wrote in it, the first 50. They get what is said next. */
  participants: string[];
  /** The last post that counts here. */
  lastSequence: number;
  lastAt: number;
  lastAuthor: string;
};

export function summaryOf(record: StoredRecord): ThreadSummary {
  return record.value as unknown as ThreadSummary;
}

export function labelsOf({ state, priority, author }: ThreadSummary): Record<string, string> {
  return { state, priority, author: author.slice(0, 128) };
}

/** Applying a post a second time, or late, changes nothing. */
export function withPost(summary: ThreadSummary | undefined, post: Post): ThreadSummary | undefined {
  if (summary === undefined) return post.kind === 'thread' ? opened(post) : undefined;
  if (post.sequence <= summary.lastSequence) return summary;
  const { author, at, sequence, kind } = post;
  return {
    ...summary,
    ...stateAfter(summary, post),
    replies: summary.replies + (kind === 'reply' ? 1 : 0),
    participants: joined(summary.participants, author),
    lastSequence: sequence,
    lastAt: at,
    lastAuthor: author,
  };
}

function opened(post: Post): ThreadSummary {
  const { id, title = '', priority = 'normal', tags = [], links, author, sequence, at } = post;
  return {
    ...{ id, title, priority, tags, author, sequence },
    ...(links === undefined ? {} : { links }),
    createdAt: at,
    state: 'open',
    replies: 0,
    participants: [author],
    lastSequence: sequence,
    lastAt: at,
    lastAuthor: author,
  };
}

function stateAfter(
  { state }: ThreadSummary,
  { kind, author, at }: Post,
): Pick<ThreadSummary, 'resolvedBy' | 'resolvedAt'> & { state?: ThreadState } {
  // Of two who resolve at once, the first in the order of the store has done it.
  if (kind === 'resolve' && state === 'open')
    return { state: 'resolved', resolvedBy: author, resolvedAt: at };
  if (kind === 'reopen') return { state: 'open', resolvedBy: undefined, resolvedAt: undefined };
  return {};
}

function joined(participants: string[], author: string): string[] {
  const isIn = participants.includes(author) || participants.length >= MAX_PARTICIPANTS;
  return isIn ? participants : [...participants, author];
}
