import { type CallOptions, checkId } from '@agentcoord/core';
import type { BoardContext } from '../board-context.js';
import { noSuchThread } from '../errors.js';
import { THREADS } from '../places.js';
import { catchUp } from '../projection/catch-up.js';
import { summaryOf, type ThreadSummary } from '../projection/thread-summary.js';

/** As it was a moment ago, without catching up where that is not needed. @throws `not_found` */
export async function findKnownThread(
  context: BoardContext,
  id: string,
  options: CallOptions,
): Promise<ThreadSummary> {
  const thread = checkId(id, 'thread');
  const [record] = await context.storage.records.get({ collection: THREADS, ids: [thread] }, options);
  return record === undefined ? findThread(context, thread, options) : summaryOf(record);
}

/** With everything acknowledged before. @throws `not_found` */
export async function findThread(
  context: BoardContext,
  id: string,
  options: CallOptions,
): Promise<ThreadSummary> {
  const thread = checkId(id, 'thread');
  await catchUp(context, options);
  const [record] = await context.storage.records.get({ collection: THREADS, ids: [thread] }, options);
  if (record === undefined) throw noSuchThread(thread);
  return summaryOf(record);
}
