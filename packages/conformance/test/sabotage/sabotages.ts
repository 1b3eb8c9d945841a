import { EVENTS_LOG, newId, type Storage } from '@agentcoord/core';
import { changeOptions, replaceVerbs } from './replace-verbs.js';

/** A storage with one guarantee switched off on purpose. */
export type Sabotage = (storage: Storage) => Storage;

const SAME_FENCE = 7;

export const constantFences: Sabotage = (storage) => {
  const real = new Map<string, number>();
  const restored = <Request extends { grantId: string; fence?: number }>(request: Request): Request => {
    const fence = request.fence === SAME_FENCE ? real.get(request.grantId) : request.fence;
    return fence === undefined ? request : { ...request, fence };
  };
  return replaceVerbs(storage, 'leases', {
    async acquire(request, options) {
      const reply = await storage.leases.acquire(request, options);
      if (reply.status !== 'granted') return reply;
      real.set(reply.grant.grantId, reply.grant.fence);
      return { status: 'granted', grant: { ...reply.grant, fence: SAME_FENCE } };
    },
    renew: (request, options) => storage.leases.renew(restored(request), options),
    release: (request, options) => storage.leases.release(restored(request), options),
    guard: (request, options) => storage.leases.guard(restored(request), options),
  });
};

export const leasesWithoutConflicts: Sabotage = (storage) =>
  replaceVerbs(storage, 'leases', {
    async acquire(request, options) {
      const apart = request.keys.map((key) => ({
        ...key,
        key: `${key.key}/${request.grantId}`,
        scope: 'node' as const,
      }));
      return storage.leases.acquire({ ...request, keys: apart }, options);
    },
  });

export const leasesWithoutQueue: Sabotage = (storage) =>
  replaceVerbs(storage, 'leases', {
    async acquire({ waitTtlMs: _, ...request }, options) {
      return storage.leases.acquire(request, options);
    },
  });

export const renewalsThatRevive: Sabotage = (storage) =>
  replaceVerbs(storage, 'leases', {
    async renew(request, options) {
      const reply = await storage.leases.renew(request, options);
      return reply.status === 'renewed'
        ? reply
        : { status: 'renewed', expiresAt: (await storage.now()) + request.ttlMs };
    },
  });

export const pushesThatForget: Sabotage = (storage) =>
  replaceVerbs(storage, 'queues', {
    async push(request, options) {
      const [forgotten, ...tasks] = request.tasks;
      if (!forgotten || tasks.length === 0) return storage.queues.push(request, options);
      const reply = await storage.queues.push({ ...request, tasks }, options);
      return { tasks: [{ id: forgotten.id, status: 'added', state: 'ready' }, ...reply.tasks] };
    },
  });

export const pushesThatAdd: Sabotage = (storage) =>
  replaceVerbs(storage, 'queues', {
    async push(request, options) {
      await storage.queues.push({ tasks: [{ id: newId('ghost'), title: 'Ghost' }] });
      return storage.queues.push(request, options);
    },
  });

export const settlementsWithoutFence: Sabotage = (storage) =>
  replaceVerbs(storage, 'queues', {
    async settle(request, options) {
      const reply = await storage.queues.settle(request, options);
      return reply.status === 'settled' ? reply : { status: 'settled', state: 'completed' };
    },
  });

export const appendsThatForget: Sabotage = (storage) => {
  let appends = 0;
  return replaceVerbs(storage, 'logs', {
    async append(request, options) {
      appends += 1;
      if (appends % 5 !== 0) return storage.logs.append(request, options);
      const { sequence } = await storage.logs.head({ log: request.log });
      return { sequence: sequence + 1, at: await storage.now() };
    },
  });
};

export const envelopeIgnored: Sabotage = (storage) =>
  changeOptions(storage, (options) => ({ ...options, operation: undefined }));

export const eventsNotWritten: Sabotage = (storage) =>
  replaceVerbs(storage, 'logs', {
    async read(request, options) {
      const page = await storage.logs.read(request, options);
      return request.log === EVENTS_LOG ? { ...page, entries: [] } : page;
    },
  });

export const signalsDropped: Sabotage = (storage) =>
  replaceVerbs(storage, 'signals', {
    async listen(request, options) {
      const listener = await storage.signals.listen(request, options);
      // At once, so that nobody waits in vain for long.
      const next = async () => 'timeout' as const;
      const close = () => listener.close();
      return { next, close, [Symbol.asyncDispose]: close };
    },
  });

export const spendingWithoutCap: Sabotage = (storage) =>
  replaceVerbs(storage, 'limits', {
    reserve(request, options) {
      const charges = request.charges.map(({ cap: _, ...charge }) => charge);
      return storage.limits.reserve({ ...request, charges }, options);
    },
  });

export const recordsWithoutVersions: Sabotage = (storage) =>
  replaceVerbs(storage, 'records', {
    put: ({ ifVersion: _, ...request }, options) => storage.records.put(request, options),
  });
