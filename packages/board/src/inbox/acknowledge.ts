import type { CallOptions } from '@agentcoord/core';
import type { BoardContext } from '../board-context.js';
import { expiredMessage, notAddressed, notAsked } from '../errors.js';
import { findPost } from '../reading/find-post.js';
import { changeInbox } from './inbox-record.js';
import { acknowledged } from './inbox-state.js';
import { messageState } from './message-state.js';

/** Once is enough; again changes nothing. */
export async function acknowledge(
  context: BoardContext,
  id: string,
  options: CallOptions,
): Promise<{ id: string; state: 'acknowledged' }> {
  const { storage, author } = context;
  const post = await findPost(context, id, options);
  if (!post.to.includes(author)) throw notAddressed(id, author);
  if (!post.acknowledge) throw notAsked(id);
  await changeInbox(
    storage,
    author,
    async (before) => {
      const state = messageState(before, post, await storage.now(options));
      if (state === 'expired') throw expiredMessage(id, post.expiresAt ?? post.at);
      return { state: acknowledged(before, post.sequence) };
    },
    options,
  );
  return { id, state: 'acknowledged' };
}
