import { AgentCoordError, type Storage } from '@agentcoord/core';

/** The same real storage as one process sees it, until `cut`: from then on nothing it asks (of these facets) gets through. */
export function cutOff(
  storage: Storage,
  facets?: ReadonlyArray<keyof Storage>,
): { storage: Storage; cut: () => void } {
  let isCut = false;
  const guarded = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(_target, property) {
        const value: unknown = Reflect.get(target, property, target);
        if (typeof value === 'object' && value !== null) {
          return facets?.some((facet) => facet === property) === false ? value : guarded(value);
        }
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) =>
          isCut
            ? Promise.reject(new AgentCoordError('storage_unavailable', 'Cut off by the test.'))
            : Reflect.apply(value, target, args);
      },
    });
  return {
    storage: guarded(storage),
    cut() {
      isCut = true;
    },
  };
}
