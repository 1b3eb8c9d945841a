import type { Storage } from '@agentcoord/core';

const FACETS = ['sessions', 'leases', 'queues', 'records', 'logs', 'limits'] as const;

/** The same storage, that adds up how long its calls took; waiting for signals is no work. */
export function timedStorage(storage: Storage): { timed: Storage; spent(): number } {
  let spentMs = 0;
  const timed = Object.create(storage) as Storage;
  for (const facet of FACETS) {
    const calls = storage[facet] as unknown as Record<string, (...values: unknown[]) => Promise<unknown>>;
    const facetTimed = new Proxy(calls, {
      get: (target, verb) => {
        const call = target[String(verb)];
        if (typeof call !== 'function') return call;
        return async (...values: unknown[]) => {
          const began = performance.now();
          try {
            return await call.apply(target, values);
          } finally {
            spentMs += performance.now() - began;
          }
        };
      },
    });
    Object.defineProperty(timed, facet, { value: facetTimed });
  }
  return { timed, spent: () => spentMs };
}
