import { type CallOptions, invalid } from '@agentcoord/core';
import type { BoardContext } from '../board-context.js';
import { POSTS } from '../places.js';
import type { Post } from '../post/post.js';
import { postOf } from '../post/read-post.js';
import { catchUp } from '../projection/catch-up.js';

export interface FoundPosts {
  /** Best first. */
  posts: Post[];
  /** The whole board was searched. Where false, only the newest `examined` posts were. */
  complete: boolean;
  examined?: number;
}

/** Posts that have all the words in title or message. @throws `unsupported` where the storage cannot search. */
export async function searchPosts(
  context: BoardContext,
  words: string,
  limit: number | undefined,
  options: CallOptions,
): Promise<FoundPosts> {
  if (typeof words !== 'string' || !/[\p{L}\p{N}]/u.test(words)) {
    throw invalid('words', 'a text with at least one letter or digit', words);
  }
  await catchUp(context, options);
  const { records, ...coverage } = await context.storage.records.search(
    { collection: POSTS, words, limit: limit ?? 50 },
    options,
  );
  return { posts: records.map(postOf), ...coverage };
}
