import type { Replica, Storage } from '@agentcoord/core';

type Facets = Omit<Storage, 'replica' | 'now' | 'describe' | 'close' | typeof Symbol.asyncDispose>;

/** The same storage, with some verbs of one facet done in another, wrong, way. */
export function replaceVerbs<Name extends keyof Facets>(
  storage: Storage,
  name: Name,
  verbs: Partial<Storage[Name]>,
): Storage {
  return overlay(storage, { [name]: overlay(storage[name], verbs) } as Partial<Storage>);
}

/** The same for the facet that only some storages have. */
export function replaceReplica(storage: Storage, verbs: (replica: Replica) => Partial<Replica>): Storage {
  const { replica } = storage;
  return replica ? overlay(storage, { replica: overlay(replica, verbs(replica)) }) : storage;
}

function overlay<Target extends object>(target: Target, replaced: Partial<Target>): Target {
  return new Proxy(target, {
    get(_, property) {
      if (property in replaced) return Reflect.get(replaced, property);
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** The same storage, with the options of every call changed on their way. */
export function changeOptions(
  storage: Storage,
  change: (options: object) => object | Promise<object>,
): Storage {
  const facets = ['leases', 'queues', 'records', 'logs', 'limits'] as const;
  const replaced = facets.map((name) => {
    const facet = new Proxy(storage[name], {
      get(target, property) {
        const value: unknown = Reflect.get(target, property, target);
        if (typeof value !== 'function') return value;
        return async (request: unknown, options: object = {}) =>
          value.call(target, request, await change(options));
      },
    });
    return [name, facet];
  });
  return overlay(storage, Object.fromEntries(replaced) as Partial<Storage>);
}
