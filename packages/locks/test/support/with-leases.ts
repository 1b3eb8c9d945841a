import type { Leases, Storage } from '@agentcoord/core';

/** The same real storage, with some of its lease verbs cut, delayed or counted on the way. */
export function withLeases(storage: Storage, change: (leases: Leases) => Partial<Leases>): Storage {
  const { leases } = storage;
  const changed: Leases = {
    acquire: (request, options) => leases.acquire(request, options),
    renew: (request, options) => leases.renew(request, options),
    release: (request, options) => leases.release(request, options),
    revoke: (request, options) => leases.revoke(request, options),
    inspect: (request, options) => leases.inspect(request, options),
    guard: (request, options) => leases.guard(request, options),
    ...change(leases),
  };
  return new Proxy(storage, {
    get(target, property) {
      if (property === 'leases') return changed;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
