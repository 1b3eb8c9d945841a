import { type CallOptions, checkInteger, MAX_PAGE } from '@agentcoord/core';
import type { BoardContext } from '../board-context.js';
import type { Post } from '../post/post.js';
import { checkAuthor } from './inbox-id.js';
import { changeInbox, readInboxes } from './inbox-record.js';
import { delivered, emptyInbox, type InboxState, missing, read, roomFor } from './inbox-state.js';
import { type DeliveryState, hasExpired, messageState } from './message-state.js';
import { postsAt, scanLog } from './scan-log.js';

export interface InboxOptions {
  /** Whose inbox. Default: that of the author of this board; any other is only looked into. */
  agent?: string;
  /** Only looks: nothing counts as delivered. Default false. */
  peek?: boolean;
  /** Unread messages of one page. Default 50, at most 1,000. */
  limit?: number;
  /** Goes on behind a page that was delivered before. */
  after?: number;
}

export interface InboxMessage extends Post {
  state: DeliveryState;
}

export interface InboxPage {
  agent: string;
  /** What awaits an acknowledgement first, then what is unread, each in the order of the board. */
  messages: InboxMessage[];
  /** For `markRead`: everything up to here was delivered. */
  through: number;
  /** There are unread messages behind it: ask again with `after: through`. */
  more: boolean;
}

/** Fetching a message delivers it; only `markRead` and `acknowledge` say more. */
export async function readInbox(
  context: BoardContext,
  { agent: asked, peek = false, limit: wanted, after = 0 }: InboxOptions,
  options: CallOptions,
): Promise<InboxPage> {
  const { storage, author } = context;
  const agent = asked === undefined ? author : checkAuthor(asked, 'agent');
  const limit = wanted === undefined ? 50 : checkInteger(wanted, 'limit', 1, MAX_PAGE);
  checkInteger(after, 'after', 0, Number.MAX_SAFE_INTEGER);

  // Only the agent itself can say that something was handed over to it.
  if (peek || agent !== author) {
    const [state = emptyInbox(agent)] = await readInboxes(storage, [agent], options);
    return (await look(state)).page;
  }
  return (await changeInbox(storage, agent, look, options)).page;

  async function look(before: InboxState): Promise<{ state: InboxState; page: InboxPage }> {
    const now = await storage.now(options);
    const isNew = (post: Post): boolean => !hasExpired(post, now);
    // What lies between was never handed over, so no page begins behind it.
    const from = Math.max(before.read, Math.min(after, before.delivered));
    const scan = roomFor(
      before,
      await scanLog(storage, { agent, after: from, limit, counts: isNew }, options),
    );
    const older = before.awaiting.filter((place) => place <= from);
    const waiting = from > before.read ? [] : await postsAt(storage, older, options);
    const unread = scan.posts.filter(isNew);

    let state = missing(before, placesOf(waiting.filter((post) => !isNew(post))));
    state = delivered(state, scan.posts, scan.through, now);
    // Up to the first unread message there is nothing to read: the next look begins there.
    const nothingUpTo = (unread[0]?.sequence ?? scan.through + 1) - 1;
    if (from === before.read) state = read(state, scan.posts, nothingUpTo, now);

    const shown = [...waiting.filter(isNew), ...unread];
    const messages = shown.map((post) => ({ ...post, state: messageState(state, post, now) }));
    return { state, page: { agent, messages, through: scan.through, more: scan.more } };
  }
}

function placesOf(posts: readonly Post[]): number[] {
  return posts.map(({ sequence }) => sequence);
}
