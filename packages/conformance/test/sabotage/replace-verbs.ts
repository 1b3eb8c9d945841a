import type { Storage } from '@agentcoord/core';

type Facets = Omit<Storage, 'replica' | 'now' | 'describe' | 'close' | typeof Symbol.asyncDispose>;

/** The same storage, with some verbs of one facet done in another, wrong, way. */
export function replaceVerbs<Name extends keyof Facets>(
  storage: Storage,
  name: Name,
  verbs: Partial<Storage[Name]>,
): Storage {
  return overlay(storage, { [name]: overlay(storage[name], verbs) } as Partial<Storage>);
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

/** The same storage, with every request of every verb changed on its way. */
export function changeOptions(storage: Storage, change: (options: object) => object): Storage {
  const facets = ['leases', 'queues', 'records', 'logs', 'limits'] as const;
  const replaced = facets.map((name) => {
    const facet = new Proxy(storage[name], {
      get(target, property) {
        const value: unknown = Reflect.get(target, property, target);
        if (typeof value !== 'function') return value;
        return (request: unknown, options: object = {}) => value.call(target, request, change(options));
      },
    });
    return [name, facet];
  });
  return overlay(storage, Object.fromEntries(replaced) as Partial<Storage>);
}
