import { type CallOptions, checkId } from '@agentcoord/core';
import type { BoardContext } from '../board-context.js';
import { noSuchPost } from '../errors.js';
import { POSTS } from '../places.js';
import type { Post } from '../post/post.js';
import { postOf } from '../post/read-post.js';
import { catchUp } from '../projection/catch-up.js';

/** @throws `not_found` */
export async function findPost(context: BoardContext, id: string, options: CallOptions): Promise<Post> {
  const post = checkId(id, 'id');
  await catchUp(context, options);
  const { records } = await context.storage.records.list(
    { collection: POSTS, labels: { post }, limit: 1 },
    options,
  );
  const [record] = records;
  if (record === undefined) throw noSuchPost(post);
  return postOf(record);
}
