import type { Post } from '../post/post.js';
import { hasExpired } from './message-state.js';
import type { Scan } from './scan-log.js';

const MAX_AWAITING = 1_000;
const MAX_MISSED = 1_000;

/**
 * All that is kept of an inbox; the messages lie in the log. Numbers are places on the board.
 * A type and not an interface, so that it counts as JSON where it is stored.
 */
export type InboxState = {
  agent: string;
  /** Everything up to here was handed to the agent. */
  delivered: number;
  /** Everything up to here is read, by the agent's own word. */
  read: number;
  /** Delivered, and not yet acknowledged though asked for. */
  awaiting: number[];
  /** Acknowledged before it was delivered: the agent heard of it in another way. */
  early: number[];
  /** Expired before it was read or acknowledged; the last 1,000. */
  missed: number[];
};

export function emptyInbox(agent: string): InboxState {
  return { agent, delivered: 0, read: 0, awaiting: [], early: [], missed: [] };
}

/** So much of what was found that no more than 1,000 messages await an acknowledgement; the rest waits for some to have it. */
export function roomFor(state: InboxState, scan: Scan): Scan {
  let room = MAX_AWAITING - state.awaiting.length;
  for (const [index, { acknowledge, sequence }] of scan.posts.entries()) {
    if (!acknowledge || sequence <= state.delivered) continue;
    if (room === 0) return { posts: scan.posts.slice(0, index), through: sequence - 1, more: true };
    room -= 1;
  }
  return scan;
}

/** @param posts those addressed to the agent, at least from `state.delivered` on */
export function delivered(
  state: InboxState,
  posts: readonly Post[],
  through: number,
  now: number,
): InboxState {
  if (through <= state.delivered) return state;
  const asking = posts.filter(
    ({ acknowledge, sequence }) => acknowledge && sequence > state.delivered && sequence <= through,
  );
  const late = asking.filter((post) => hasExpired(post, now) && !state.early.includes(post.sequence));
  const awaiting = asking.filter((post) => !hasExpired(post, now) && !state.early.includes(post.sequence));
  return missing(
    {
      ...state,
      delivered: through,
      awaiting: [...state.awaiting, ...places(awaiting)],
      early: state.early.filter((place) => place > through),
    },
    places(late),
  );
}

/** @param posts those addressed to the agent, at least from `state.read` on */
export function read(state: InboxState, posts: readonly Post[], through: number, now: number): InboxState {
  if (through <= state.read) return state;
  const passed = posts.filter(({ sequence }) => sequence > state.read && sequence <= through);
  const unread = passed.filter(
    (post) => hasExpired(post, now) && (!post.acknowledge || state.awaiting.includes(post.sequence)),
  );
  return missing({ ...state, read: through }, places(unread));
}

export function acknowledged(state: InboxState, place: number): InboxState {
  if (place > state.delivered) {
    return state.early.includes(place) ? state : { ...state, early: [...state.early, place] };
  }
  if (!state.awaiting.includes(place)) return state;
  return { ...state, awaiting: state.awaiting.filter((item) => item !== place) };
}

export function missing(state: InboxState, lost: readonly number[]): InboxState {
  if (lost.length === 0) return state;
  return {
    ...state,
    awaiting: state.awaiting.filter((place) => !lost.includes(place)),
    missed: [...new Set([...state.missed, ...lost])].slice(-MAX_MISSED),
  };
}

function places(posts: readonly Post[]): number[] {
  return posts.map(({ sequence }) => sequence);
}
