import type { Detail } from '../model/detail.js';
import { CALL_MS, type Source } from './source.js';

/** What is selected; `version` grows when it changes. */
export interface Subject {
  kind: 'task' | 'thread';
  id: string;
  version: number;
}

const POSTS = 100;

/** Reads the whole of what is selected, once for each version of it. */
export class DetailReader {
  private done = '';

  constructor(private readonly source: Source) {}

  async read(subject: Subject | undefined): Promise<void> {
    if (subject === undefined) return;
    const key = `${subject.kind}/${subject.id}/${subject.version}`;
    if (key === this.done) return;
    const { model } = this.source;
    const detail = await this.detailOf(subject);
    this.done = key;
    if (detail === undefined) return;
    model.detail = detail;
    model.touch();
  }

  private async detailOf({ kind, id }: Subject): Promise<Detail | undefined> {
    const { client, signal } = this.source;
    const options = { signal, timeoutMs: CALL_MS };
    if (kind === 'task') {
      const [task] = await client.storage.queues.get({ taskIds: [id] }, options);
      return task && { kind, id, task };
    }
    const { posts } = await client.board.show(id, { limit: POSTS, order: 'descending' }, options);
    return { kind, id, posts: posts.reverse() };
  }
}
