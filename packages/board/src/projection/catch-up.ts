import type { CallOptions } from '@agentcoord/core';
import type { BoardContext } from '../board-context.js';
import { BOARD_LOG, PROGRESS } from '../places.js';
import { readPost } from '../post/read-post.js';
import { storePosts } from './store-posts.js';
import { updateThreads } from './update-threads.js';

const BATCH = 200;

/**
 * Brings the records up to where the log was when it was called: what was acknowledged before is in them.
 * May be done by many at once and be cut off anywhere; whoever comes next does what is left.
 */
export async function catchUp({ storage }: BoardContext, options: CallOptions = {}): Promise<void> {
  const { records, logs } = storage;
  let through = (await readProgress()).through;
  let until: number | undefined;
  while (until === undefined || through < until) {
    const { entries, head } = await logs.read({ log: BOARD_LOG, after: through, limit: BATCH }, options);
    until ??= head.sequence;
    const last = entries.at(-1);
    if (last === undefined) return;
    const posts = entries.flatMap((entry) => readPost(entry) ?? []);
    await storePosts(records, posts, options);
    await updateThreads(records, posts, options);
    // Last: an entry counts as done only when all that is made from it is there.
    await advanceTo(last.sequence);
    through = last.sequence;
  }

  async function readProgress(): Promise<{ through: number; version: number }> {
    const { collection, id } = PROGRESS;
    const [record] = await records.get({ collection, ids: [id] }, options);
    return { through: Number(record?.value.through ?? 0), version: record?.version ?? 0 };
  }

  async function advanceTo(sequence: number): Promise<void> {
    for (;;) {
      const { through: done, version } = await readProgress();
      if (done >= sequence) return;
      const request = { ...PROGRESS, value: { through: sequence }, ifVersion: version };
      if ((await records.put(request, options)).status === 'stored') return;
    }
  }
}
