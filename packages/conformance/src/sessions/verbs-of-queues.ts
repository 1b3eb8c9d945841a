import { claimOne, claimRequest, newTask, push } from '../queues/requests.js';
import type { MutatingVerb } from './mutating-verbs.js';

export const QUEUE_VERBS: readonly MutatingVerb[] = [
  {
    name: 'queues.push',
    async prepare(storage) {
      const tasks = [newTask({ id: 'a' }), newTask({ id: 'b', dependsOn: ['a'] })];
      return {
        call: (client, options) => client.queues.push({ tasks }, options),
        otherCall: (client, options) => client.queues.push({ tasks: tasks.slice(0, 1) }, options),
        meanwhile: () => storage.queues.cancel({ taskId: 'a' }),
        events: ['task-added task/a', 'task-added task/b'],
      };
    },
  },
  {
    name: 'queues.claim',
    async prepare(storage) {
      await push(storage, { id: 'a' }, { id: 'b' });
      return {
        call: (client, options) => client.queues.claim(claimRequest(), options),
        otherCall: (client, options) => client.queues.claim(claimRequest({ worker: 'other' }), options),
        meanwhile: () => push(storage, { id: 'c', priority: 5 }),
        events: ['task-claimed task/a'],
      };
    },
  },
  {
    name: 'queues.settle',
    async prepare(storage) {
      await push(storage, { id: 'a' });
      const { fence } = await claimOne(storage);
      const settle = { taskId: 'a', fence, outcome: { kind: 'complete' as const, result: 'done' } };
      const bury = { ...settle, outcome: { kind: 'bury' as const, error: 'no' } };
      return {
        call: (client, options) => client.queues.settle(settle, options),
        otherCall: (client, options) => client.queues.settle(bury, options),
        events: ['task-completed task/a'],
      };
    },
  },
  {
    name: 'queues.settle with the next claim',
    async prepare(storage) {
      await push(storage, { id: 'a' }, { id: 'b' }, { id: 'c' });
      const { fence } = await claimOne(storage);
      const settle = { taskId: 'a', fence, outcome: { kind: 'complete' as const }, next: claimRequest() };
      return {
        call: (client, options) => client.queues.settle(settle, options),
        otherCall: (client, options) =>
          client.queues.settle({ ...settle, next: claimRequest({ limit: 2 }) }, options),
        events: ['task-completed task/a', 'task-claimed task/b'],
      };
    },
  },
  {
    name: 'queues.cancel',
    async prepare(storage) {
      await push(storage, { id: 'a' }, { id: 'b', dependsOn: ['a'], onDependencyFailure: 'cancel' });
      return {
        call: (client, options) => client.queues.cancel({ taskId: 'a', reason: 'test' }, options),
        otherCall: (client, options) => client.queues.cancel({ taskId: 'b', reason: 'test' }, options),
        meanwhile: () => storage.queues.requeue({ taskId: 'a' }),
        events: ['task-cancelled task/a', 'task-cancelled task/b'],
      };
    },
  },
  {
    name: 'queues.requeue',
    async prepare(storage) {
      await push(storage, { id: 'a' });
      await storage.queues.cancel({ taskId: 'a' });
      return {
        call: (client, options) => client.queues.requeue({ taskId: 'a' }, options),
        otherCall: (client, options) => client.queues.requeue({ taskId: 'a', by: 'other' }, options),
        meanwhile: () => storage.queues.cancel({ taskId: 'a' }),
        events: ['task-requeued task/a'],
      };
    },
  },
  {
    name: 'queues.evict',
    async prepare(storage) {
      await push(storage, { id: 'a' });
      await claimOne(storage, { worker: 'dead' });
      return {
        call: (client, options) => client.queues.evict({ worker: 'dead', reason: 'test' }, options),
        otherCall: (client, options) => client.queues.evict({ worker: 'alive', reason: 'test' }, options),
        meanwhile: () => claimOne(storage, { worker: 'dead' }),
        events: ['task-evicted task/a'],
      };
    },
  },
];
