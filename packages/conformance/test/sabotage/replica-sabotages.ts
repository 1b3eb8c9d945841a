import type { Replica, ReplicaBatch, ReplicaEntity } from '@agentcoord/core';
import { changeOptions, replaceReplica } from './replace-verbs.js';
import type { Sabotage } from './sabotages.js';

/** Whatever ownership the caller believes in, it is let in wherever somebody is. */
export const epochsIgnored: Sabotage = (storage) =>
  changeOptions(storage, async (options) => {
    const admits = (await storage.replica?.look())?.gate.admits;
    return typeof admits === 'number' ? { ...options, epoch: admits } : options;
  });

/** A batch is applied wherever the copy stands. */
export const positionsIgnored: Sabotage = (storage) =>
  replaceReplica(storage, (replica) => ({
    async apply({ batch }, options) {
      const reply = await replica.apply({ batch }, options);
      if (batch.from === null || (reply.status !== 'stale' && reply.status !== 'gap')) return reply;
      const from = reply.position;
      const to = { epoch: Math.max(1, from.epoch), sequence: from.sequence + 1 };
      await replica.apply({ batch: { ...batch, from, to, events: [] } }, options);
      return { status: 'applied', position: from };
    },
  }));

/** The cursor a page was asked with says nothing. */
export const pagesInAnyOrder: Sabotage = (storage) =>
  replaceReplica(storage, (replica) => {
    let next = '';
    return {
      async apply({ batch }, options) {
        const isLater = batch.from === null && batch.page !== '';
        const reply = await replica.apply({ batch: isLater ? { ...batch, page: next } : batch }, options);
        if (reply.status === 'applied') next = batch.cursor ?? '';
        return reply;
      },
    };
  });

function changedBatches(change: (batch: ReplicaBatch) => ReplicaBatch): Sabotage {
  return (storage) =>
    replaceReplica(storage, (replica: Replica) => ({
      async changes(request, options) {
        const reply = await replica.changes(request, options);
        return reply.status === 'changes' ? { ...reply, batch: change(reply.batch) } : reply;
      },
      snapshot: async (request, options) => change(await replica.snapshot(request, options)),
    }));
}

function without(kind: ReplicaEntity['kind']): Sabotage {
  return changedBatches((batch) => ({
    ...batch,
    entities: batch.entities.filter((entity) => entity.kind !== kind),
  }));
}

export const slotsNotShipped = without('slot');
export const spendNotShipped = without('spend');
export const eventsNotShipped = changedBatches((batch) => ({ ...batch, events: [] }));
export const clockTooEarly = changedBatches((batch) => ({ ...batch, now: batch.now + 5_000 }));
