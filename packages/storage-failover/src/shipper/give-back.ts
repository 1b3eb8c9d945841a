import { crashPoint, type ReplicaEntity } from '@agentcoord/core';
import type { OwnView, SharedView } from '../gate/views.js';
import type { Host } from '../host.js';
import { isAhead } from '../record/position.js';
import { addMissing } from './add-missing.js';

/**
 * The primary went on from a past before the one this store knows: what it lacks is added to it before this store
 * follows. Things that live on there are left as they are there; what cannot be added goes to the conflicts log.
 *
 * @returns `later`: only the owner could take it in, and it is another host's store. This host has joined, so that
 * store hands over.
 */
export async function giveBack(host: Host, own: OwnView, shared: SharedView): Promise<'done' | 'later'> {
  const cut = shared.record.cuts.find(({ epoch }) => epoch > own.record.epoch);
  const { ownership } = shared.record;
  if (cut === undefined || ownership === null || !isAhead(own.view.position, cut.from)) return 'done';
  if (own.record.owner === null) return 'done';
  if (ownership.owner !== 'redis') return 'later';
  await addMissing(host, changed(host, cut.from), ownership.epoch);
  crashPoint('failover-given-back');
  return 'done';
}

/** Everything that changed here after that, or everything there is where nobody knows any more. */
async function* changed(
  { replica, closed: signal }: Host,
  after: { epoch: number; sequence: number },
): AsyncGenerator<ReplicaEntity[]> {
  for (let from = after; ; ) {
    const reply = await replica.changes({ after: from, limit: 1_000 }, { signal });
    if (reply.status === 'even') return;
    if (reply.status === 'snapshot-needed') return yield* everything(replica, signal);
    yield reply.batch.entities;
    from = reply.batch.to;
  }
}

export async function* everything(
  replica: Host['replica'],
  signal: AbortSignal,
): AsyncGenerator<ReplicaEntity[]> {
  let cursor: string | undefined;
  do {
    const page = await replica.snapshot(cursor === undefined ? {} : { cursor }, { signal });
    yield page.entities;
    ({ cursor } = page);
  } while (cursor !== undefined);
}
