// The board

export { Board, type BoardOptions } from './board.js';
export type { DeliveryState } from './inbox/message-state.js';
// The inbox
export type { InboxMessage, InboxOptions, InboxPage } from './inbox/read-inbox.js';
// Posts
export {
  type Links,
  type Post,
  type PostKind,
  PRIORITIES,
  type Priority,
  type Undelivered,
} from './post/post.js';
export type { DirectMessage, MessageInput, ThreadInput } from './post/post-input.js';
// Threads
export type { ThreadState, ThreadSummary } from './projection/thread-summary.js';
export type { ListThreads } from './reading/list-threads.js';
export type { FoundPosts } from './reading/search-posts.js';
export type { ShownThread, ShowThread } from './reading/show-thread.js';
export type { WatchOptions } from './reading/watch.js';
// Sending
export { type BoardMember, OPERATOR, type ResolveMembers } from './sending/members.js';
export type { Delivery, SendReceipt, SendStatus } from './sending/receipt.js';
