import type { CallOptions, Records, StoredRecord } from '@agentcoord/core';
import { THREADS } from '../places.js';
import type { Post } from '../post/post.js';
import { labelsOf, summaryOf, withPost } from './thread-summary.js';

/** @param posts in the order of the log */
export async function updateThreads(
  records: Records,
  posts: readonly Post[],
  options: CallOptions,
): Promise<void> {
  const ids = [...new Set(posts.map(({ thread }) => thread))];
  if (ids.length === 0) return;
  const found = await records.get({ collection: THREADS, ids }, options);
  await Promise.all(ids.map((id, index) => update(id, found[index])));

  async function update(id: string, first: StoredRecord | undefined): Promise<void> {
    const own = posts.filter(({ thread }) => thread === id);
    let record = first;
    for (;;) {
      const before = record === undefined ? undefined : summaryOf(record);
      const after = own.reduce(withPost, before);
      if (after === undefined || after === before) return;
      const labels = labelsOf(after);
      const request = { collection: THREADS, id, value: after, labels, ifVersion: record?.version ?? 0 };
      if ((await records.put(request, options)).status === 'stored') return;
      [record] = await records.get({ collection: THREADS, ids: [id] }, options);
    }
  }
}
