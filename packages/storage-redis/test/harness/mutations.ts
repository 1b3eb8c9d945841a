import type { EventType, Storage, TaskClaim } from '@agentcoord/core';
import type { Script } from '../../src/scripts/join-script.js';
import { SCRIPTS } from '../../src/scripts/scripts.js';

/** A verb with an effect that can be counted by its event. */
export interface Mutation {
  name: string;
  script: Script;
  event: EventType;
  prepare(
    storage: Storage,
    round: number,
  ): Promise<{ call: (storage: Storage) => Promise<unknown>; expected: object }>;
}

const LONG_MS = 600_000;
const lease = (round: number) => ({
  grantId: `grant-${round}`,
  holder: 'one',
  keys: [{ key: `file/${round}` }],
  ttlMs: LONG_MS,
});
const ask = { worker: 'worker', leaseMs: LONG_MS };
const push = (storage: Storage, ...ids: string[]) =>
  storage.queues.push({ tasks: ids.map((id) => ({ id, title: id })) });

async function claimed(storage: Storage, id: string): Promise<TaskClaim> {
  await push(storage, id);
  const reply = await storage.queues.claim(ask);
  const claim = reply.status === 'claimed' ? reply.claims[0] : undefined;
  if (claim === undefined) throw new Error('nothing to claim');
  return claim;
}

const { leases, queues, records, logs, limits } = SCRIPTS;

export const MUTATIONS: readonly Mutation[] = [
  {
    name: 'leases.acquire',
    script: leases.acquire,
    event: 'lease-granted',
    prepare: async (_storage, round) => ({
      call: (client) => client.leases.acquire(lease(round)),
      expected: { status: 'granted', grant: { grantId: `grant-${round}` } },
    }),
  },
  {
    name: 'leases.release',
    script: leases.release,
    event: 'lease-released',
    async prepare(storage, round) {
      await storage.leases.acquire(lease(round));
      return {
        call: (client) => client.leases.release({ grantId: `grant-${round}` }),
        expected: { status: 'released' },
      };
    },
  },
  {
    name: 'leases.revoke',
    script: leases.revoke,
    event: 'lease-revoked',
    async prepare(storage, round) {
      await storage.leases.acquire(lease(round));
      return {
        call: (client) => client.leases.revoke({ holder: 'one', reason: 'test', by: 'test' }),
        expected: { revoked: [{ grantId: `grant-${round}` }] },
      };
    },
  },
  {
    name: 'queues.push',
    script: queues.push,
    event: 'task-added',
    prepare: async (_storage, round) => ({
      call: (client) => push(client, `task-${round}`),
      expected: { tasks: [{ id: `task-${round}`, status: 'added' }] },
    }),
  },
  {
    name: 'queues.claim',
    script: queues.claim,
    event: 'task-claimed',
    async prepare(storage, round) {
      await push(storage, `task-${round}`);
      return {
        call: (client) => client.queues.claim(ask),
        expected: { status: 'claimed', claims: [{ task: { id: `task-${round}`, state: 'claimed' } }] },
      };
    },
  },
  {
    name: 'queues.settle',
    script: queues.settle,
    event: 'task-completed',
    async prepare(storage, round) {
      const { task, fence } = await claimed(storage, `task-${round}`);
      const outcome = { kind: 'complete' as const, result: round };
      return {
        call: (client) => client.queues.settle({ taskId: task.id, fence, outcome }),
        expected: { status: 'settled', state: 'completed' },
      };
    },
  },
  {
    name: 'queues.settle with the next claim',
    script: queues.settle,
    event: 'task-retried',
    async prepare(storage, round) {
      const { task, fence } = await claimed(storage, `task-${round}`);
      const outcome = { kind: 'retry' as const, error: 'again', delayMs: LONG_MS };
      await push(storage, `next-${round}`);
      return {
        call: (client) => client.queues.settle({ taskId: task.id, fence, outcome, next: ask }),
        expected: {
          status: 'settled',
          state: 'scheduled',
          next: { claims: [{ task: { id: `next-${round}` } }] },
        },
      };
    },
  },
  {
    name: 'queues.cancel',
    script: queues.cancel,
    event: 'task-cancelled',
    async prepare(storage, round) {
      await push(storage, `task-${round}`);
      return {
        call: (client) => client.queues.cancel({ taskId: `task-${round}` }),
        expected: { status: 'cancelled', alsoCancelled: [] },
      };
    },
  },
  {
    name: 'queues.requeue',
    script: queues.requeue,
    event: 'task-requeued',
    async prepare(storage, round) {
      await push(storage, `task-${round}`);
      await storage.queues.cancel({ taskId: `task-${round}` });
      return {
        call: (client) => client.queues.requeue({ taskId: `task-${round}` }),
        expected: { status: 'requeued', state: 'ready' },
      };
    },
  },
  {
    name: 'queues.evict',
    script: queues.evict,
    event: 'task-evicted',
    async prepare(storage, round) {
      const { task } = await claimed(storage, `task-${round}`);
      await storage.queues.evict({ worker: 'nobody', reason: 'test' });
      return {
        call: async (client) => {
          const reply = await client.queues.evict({ worker: 'worker', reason: 'test' });
          await storage.queues.cancel({ taskId: task.id });
          return reply;
        },
        expected: { taskIds: [task.id] },
      };
    },
  },
  {
    name: 'records.put',
    script: records.put,
    event: 'record-stored',
    prepare: async (_storage, round) => ({
      call: (client) => client.records.put({ collection: 'things', id: 'a', value: { round } }),
      expected: { status: 'stored', version: round + 1 },
    }),
  },
  {
    name: 'records.remove',
    script: records.remove,
    event: 'record-removed',
    async prepare(storage, round) {
      await storage.records.put({ collection: 'things', id: 'a', value: { round } });
      return {
        call: (client) => client.records.remove({ collection: 'things', id: 'a' }),
        expected: { status: 'removed' },
      };
    },
  },
  {
    name: 'logs.append',
    script: logs.append,
    event: 'log-appended',
    prepare: async (_storage, round) => ({
      call: (client) => client.logs.append({ log: 'audit', id: `entry-${round}`, body: { round } }),
      expected: { sequence: round + 1 },
    }),
  },
  {
    name: 'logs.archive',
    script: logs.archive,
    event: 'log-archived',
    async prepare(storage, round) {
      await storage.logs.append({ log: 'audit', id: `entry-${round}`, body: {} });
      return {
        call: (client) => client.logs.archive({ log: 'audit', upTo: round + 1 }),
        expected: { removed: 1 },
      };
    },
  },
  {
    name: 'limits.acquirePermit',
    script: limits.acquirePermit,
    event: 'permit-acquired',
    prepare: async (_storage, round) => ({
      call: (client) =>
        client.limits.acquirePermit({
          name: 'p',
          permitId: `permit-${round}`,
          holder: 'one',
          max: 1_000,
          ttlMs: LONG_MS,
        }),
      expected: { status: 'granted' },
    }),
  },
  {
    name: 'limits.releasePermit',
    script: limits.releasePermit,
    event: 'permit-released',
    async prepare(storage, round) {
      const permit = { name: 'p', permitId: `permit-${round}` };
      await storage.limits.acquirePermit({ ...permit, holder: 'one', max: 1, ttlMs: LONG_MS });
      return { call: (client) => client.limits.releasePermit(permit), expected: { status: 'released' } };
    },
  },
  {
    name: 'limits.reserve',
    script: limits.reserve,
    event: 'spend-reserved',
    prepare: async (_storage, round) => ({
      call: (client) =>
        client.limits.reserve({
          reservationId: `r-${round}`,
          charges: [{ scope: 'fleet', amount: 1 }],
          ttlMs: LONG_MS,
        }),
      expected: { status: 'reserved' },
    }),
  },
  {
    name: 'limits.settleSpend',
    script: limits.settleSpend,
    event: 'spend-settled',
    async prepare(storage, round) {
      const reservationId = `r-${round}`;
      await storage.limits.reserve({
        reservationId,
        charges: [{ scope: 'fleet', amount: 1 }],
        ttlMs: LONG_MS,
      });
      return {
        call: (client) => client.limits.settleSpend({ reservationId, amounts: { fleet: 1 } }),
        expected: { status: 'settled' },
      };
    },
  },
];
