import { AgentCoordError, type CallOptions, type Records } from '@agentcoord/core';
import { POSTS, placeId } from '../places.js';
import type { Post } from '../post/post.js';

/** A post never changes: who finds it stored has nothing to do. */
export async function storePosts(
  records: Records,
  posts: readonly Post[],
  options: CallOptions,
): Promise<void> {
  const store = async (post: Post): Promise<void> => {
    const request = {
      collection: POSTS,
      id: placeId(post.sequence),
      value: post,
      labels: { thread: post.thread, post: post.id },
      text: [post.title, post.message].filter((part) => part !== undefined).join('\n'),
      ifVersion: 0,
    };
    await records.put(request, options).catch(unlessForged);
  };
  await Promise.all(posts.map(store));
}

/** What this package sends always fits. An entry that somebody else put there and that does not must not stop the board. */
function unlessForged(error: unknown): void {
  if (!AgentCoordError.is(error, 'too_large', 'invalid_argument')) throw error;
}
