import { digestReplica, EVENTS_LOG, type Storage } from '@agentcoord/core';
import { expect } from 'vitest';
import type { Side } from './pair.js';

/** What was stored of each kind is the same, and so is every answer of every verb that reads. */
export async function expectEqualCopies(owner: Side, follower: Side): Promise<void> {
  const [original, copy] = await Promise.all([digestReplica(owner.replica), digestReplica(follower.replica)]);
  expect(copy.kinds).toEqual(original.kinds);
  expect(copy).toEqual(original);
  expect(await answersOf(follower.storage)).toEqual(await answersOf(owner.storage));
}

/** Asked by nobody who is admitted, so that the looks change nothing. */
async function answersOf(storage: Storage): Promise<unknown> {
  const { queues, leases, records, logs, limits } = storage;
  const { tasks } = await queues.list({ limit: 1_000 });
  const ids = tasks.map((task) => task.id);
  const { grants } = await leases.inspect({ limit: 1_000 });
  const guards = grants.map((grant) => leases.guard(grant));
  const names = ['one', 'two', 'things', 'texts', 'a', 'b', 'c'];
  return {
    tasks,
    got: await queues.get({ taskIds: ids }),
    byState: await Promise.all(
      (['ready', 'claimed', 'scheduled', 'failed', 'cancelled'] as const).map((state) =>
        queues.list({ states: [state] }),
      ),
    ),
    byTag: await queues.list({ tags: ['web'] }),
    stats: await queues.stats({}),
    grants,
    under: (await leases.inspect({ under: 'f/a' })).grants,
    guards: await Promise.all(guards),
    things: await records.list({ collection: 'things' }),
    open: await records.list({ collection: 'things', labels: { label: 'open' } }),
    texts: await records.get({ collection: 'texts', ids: names }),
    found: (await searched(storage)).sort(),
    audit: await logs.read({ log: 'audit' }),
    events: await logs.read({ log: EVENTS_LOG, limit: 1_000 }),
    spend: await limits.readSpend({ scopes: ['fleet', 'agent', 'nobody'] }),
  };
}

async function searched({ describe, records }: Storage): Promise<string[]> {
  if (!(await describe()).capabilities.search) return [];
  const { records: found } = await records.search({ collection: 'texts', words: 'Größe' });
  return found.map(({ id, version }) => `${id} ${version}`);
}
