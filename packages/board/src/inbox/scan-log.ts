import type { CallOptions, Storage } from '@agentcoord/core';
import { BOARD_LOG } from '../places.js';
import type { Post } from '../post/post.js';
import { readPost } from '../post/read-post.js';

/** A post may be 64 KiB: this many at a time bound what is held in memory. */
const BATCH = 250;

export interface Scan {
  /** Addressed to the agent, in order. */
  posts: Post[];
  /** Everything up to here was looked at. */
  through: number;
  /** There is more behind it. */
  more: boolean;
}

export interface ScanRequest {
  agent: string;
  after: number;
  /** Looks no further than this place. */
  upTo?: number;
  /** Stops when so many were found that `counts`. */
  limit?: number;
  counts?: (post: Post) => boolean;
}

/** Goes through the log for what is addressed to an agent. */
export async function scanLog({ logs }: Storage, request: ScanRequest, options: CallOptions): Promise<Scan> {
  const { agent, after, upTo, limit = Number.POSITIVE_INFINITY, counts = () => true } = request;
  const posts: Post[] = [];
  let through = after;
  let found = 0;
  for (;;) {
    const before = upTo === undefined ? {} : { before: upTo + 1 };
    const { entries, head } = await logs.read(
      { log: BOARD_LOG, after: through, limit: BATCH, ...before },
      options,
    );
    for (const entry of entries) {
      const post = readPost(entry);
      const isMine = post?.to.includes(agent) === true;
      if (isMine && counts(post) && ++found > limit) return { posts, through, more: true };
      if (isMine) posts.push(post);
      through = entry.sequence;
    }
    if (entries.length < BATCH) return { posts, through, more: through < head.sequence };
  }
}

/** Posts by their places; those that are no longer there are left out. */
export async function postsAt(
  { logs }: Storage,
  places: readonly number[],
  options: CallOptions,
): Promise<Post[]> {
  const read = async (place: number): Promise<Post[]> => {
    const { entries } = await logs.read(
      { log: BOARD_LOG, after: place - 1, before: place + 1, limit: 1 },
      options,
    );
    return entries.flatMap((entry) => readPost(entry) ?? []);
  };
  return (await Promise.all(places.map(read))).flat();
}
