import { type CallOptions, type NewId, newId, type Storage } from '@agentcoord/core';
import type { BoardContext } from './board-context.js';
import { acknowledge } from './inbox/acknowledge.js';
import { deliveriesOf } from './inbox/deliveries.js';
import { checkAuthor } from './inbox/inbox-id.js';
import { markRead } from './inbox/mark-read.js';
import { type InboxOptions, type InboxPage, readInbox } from './inbox/read-inbox.js';
import { draftDirect, draftReply, draftThread } from './post/draft-post.js';
import type { Post } from './post/post.js';
import type { DirectMessage, MessageInput, ThreadInput } from './post/post-input.js';
import type { ThreadSummary } from './projection/thread-summary.js';
import { findPost } from './reading/find-post.js';
import { findKnownThread } from './reading/find-thread.js';
import { type ListThreads, listThreads } from './reading/list-threads.js';
import { type FoundPosts, searchPosts } from './reading/search-posts.js';
import { type ShownThread, type ShowThread, showThread } from './reading/show-thread.js';
import { type WatchOptions, watch } from './reading/watch.js';
import { appendPost } from './sending/append-post.js';
import { changeState } from './sending/change-state.js';
import type { ResolveMembers } from './sending/members.js';
import { receiptOf, type SendReceipt } from './sending/receipt.js';

export interface BoardOptions {
  storage: Storage;
  /** Who writes, and whose inbox it is: a name of 1 to 100 characters, the same in every life of the agent. */
  author: string;
  /**
   * Who is there, for recipients and mentions: `() => registry.list()`. Left out: names are taken at their
   * word, and roles and `everyone` come back as undelivered.
   */
  resolve?: ResolveMembers;
  newId?: NewId;
}

/** Threads, replies and an inbox for each agent, on any storage. Holds nothing that must be closed. */
export class Board {
  private readonly context: BoardContext;

  constructor({ storage, author, resolve, newId: makeId = newId }: BoardOptions) {
    this.context = {
      storage,
      author: checkAuthor(author, 'author'),
      ...(resolve === undefined ? {} : { resolve }),
      newId: makeId,
    };
  }

  get author(): string {
    return this.context.author;
  }

  /**
   * Opens a thread. Once it returns the post is on the board; `status` says whether all it was meant for will get it.
   * @throws `invalid_argument`, `too_large`, `limit_exceeded` naming the field; `already_exists` when the id is
   * that of another message; the storage errors, of which `storage_unknown` leaves open whether it was sent.
   */
  post(thread: ThreadInput, options: CallOptions = {}): Promise<SendReceipt> {
    return this.guarded(() =>
      appendPost(this.context, { kind: 'thread', draft: draftThread(thread) }, options),
    );
  }

  /** Opens a thread for somebody. Without `to` it is refused: what is for nobody is posted. */
  send(message: DirectMessage, options: CallOptions = {}): Promise<SendReceipt> {
    return this.guarded(() =>
      appendPost(this.context, { kind: 'thread', draft: draftDirect(message) }, options),
    );
  }

  /** Opens a thread addressed to every other living agent. */
  broadcast(thread: Omit<ThreadInput, 'to'>, options: CallOptions = {}): Promise<SendReceipt> {
    return this.post({ ...thread, to: ['everyone'] }, options);
  }

  /** Also goes to who opened the thread or wrote in it, as far as the board knew them a moment ago and unless they are gone. @throws as `post`, and `not_found`. */
  reply(thread: string, message: MessageInput, options: CallOptions = {}): Promise<SendReceipt> {
    return this.guarded(async () => {
      const draft = draftReply(message);
      const { id, participants } = await findKnownThread(this.context, thread, options);
      return appendPost(this.context, { kind: 'reply', thread: id, draft, also: participants }, options);
    });
  }

  /** Says that a thread is done. One that is resolved stays as it is. @throws `not_found` */
  resolve(thread: string, message?: string, options: CallOptions = {}): Promise<ThreadSummary> {
    return this.guarded(() => changeState(this.context, { thread, kind: 'resolve', message }, options));
  }

  /** One that is open stays as it is. @throws `not_found` */
  reopen(thread: string, message?: string, options: CallOptions = {}): Promise<ThreadSummary> {
    return this.guarded(() => changeState(this.context, { thread, kind: 'reopen', message }, options));
  }

  list(
    filter: ListThreads = {},
    options: CallOptions = {},
  ): Promise<{ threads: ThreadSummary[]; cursor?: string }> {
    return this.guarded(() => listThreads(this.context, filter, options));
  }

  /** A thread with a page of its posts. @throws `not_found` */
  show(thread: string, page: ShowThread = {}, options: CallOptions = {}): Promise<ShownThread> {
    return this.guarded(() => showThread(this.context, thread, page, options));
  }

  /** One post by its id, a reply too. @throws `not_found` */
  get(id: string, options: CallOptions = {}): Promise<Post> {
    return this.guarded(() => findPost(this.context, id, options));
  }

  /** Posts that have all these words. @throws `unsupported` where the storage cannot search. */
  search(words: string, { limit }: { limit?: number } = {}, options: CallOptions = {}): Promise<FoundPosts> {
    return this.guarded(() => searchPosts(this.context, words, limit, options));
  }

  /** Every post once, in the order of the store, as it comes; `for await` it. Ends when `signal` fires. */
  watch(options: WatchOptions = {}): AsyncGenerator<Post, void, undefined> {
    return watch(this.context.storage, options);
  }

  /** What has become of a message, now. @throws `not_found` */
  deliveries(id: string, options: CallOptions = {}): Promise<SendReceipt> {
    return this.guarded(async () => {
      const post = await findPost(this.context, id, options);
      return receiptOf(post, await deliveriesOf(this.context, post, options));
    });
  }

  /** What is unread and what awaits an acknowledgement. Fetching it counts as delivered, unless it is a `peek`. */
  inbox(request: InboxOptions = {}, options: CallOptions = {}): Promise<InboxPage> {
    return this.guarded(() => readInbox(this.context, request, options));
  }

  /** Everything delivered up to this place is read; left out: everything delivered. Never goes back. */
  markRead({ upTo }: { upTo?: number } = {}, options: CallOptions = {}): Promise<{ read: number }> {
    return this.guarded(() => markRead(this.context, upTo, options));
  }

  /**
   * Answers a message that asks for it; again changes nothing.
   * @throws `not_found`; `invalid_argument` when it is not addressed to this author or asks for nothing; `conflict` when it expired.
   */
  acknowledge(id: string, options: CallOptions = {}): Promise<{ id: string; state: 'acknowledged' }> {
    return this.guarded(() => acknowledge(this.context, id, options));
  }

  /** A wrong argument is a rejection like every other failure. */
  private async guarded<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }
}
