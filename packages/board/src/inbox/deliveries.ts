import type { CallOptions } from '@agentcoord/core';
import type { BoardContext } from '../board-context.js';
import type { Post } from '../post/post.js';
import type { Delivery } from '../sending/receipt.js';
import { readInboxes } from './inbox-record.js';
import { messageState } from './message-state.js';

/** What has become of a message in every inbox it lies in. */
export async function deliveriesOf(
  { storage }: BoardContext,
  post: Post,
  options: CallOptions,
): Promise<Delivery[]> {
  const inboxes = await readInboxes(storage, post.to, options);
  const now = await storage.now(options);
  return post.to.map((agent, index) => ({ agent, state: messageState(inboxes[index], post, now) }));
}
