import type { Storage } from '@agentcoord/core';

/** What was asked of a storage: `queues.claim` → how often, how often in vain, how long in all. */
export type Calls = Map<string, { count: number; failed: number; ms: number }>;

const FACETS = ['sessions', 'leases', 'queues', 'records', 'logs', 'limits', 'signals', 'replica'] as const;

/**
 * A storage around another one that counts every call of a verb. A storage is nothing but these facets of a few verbs, so a
 * wrapper is enough where you want to measure, trace, or forbid something. One on a database of your own keeps the same
 * contract; then begin with `leases` and `queues`.
 */
export function countCalls(storage: Storage, calls: Calls): Storage {
  const facets = FACETS.filter((facet) => storage[facet] !== undefined).map(
    (facet) => [facet, counted(facet, storage[facet] ?? {}, calls)] as const,
  );
  // The facets are replaced; `now`, `describe` and `close` are those of the storage itself.
  return over(storage, new Map<string | symbol, unknown>(facets));
}

function counted(facet: string, verbs: object, calls: Calls): object {
  const wrapped = Object.entries(verbs)
    .filter(([, verb]) => typeof verb === 'function')
    .map(([name, verb]) => [name, measured(`${facet}.${name}`, verb.bind(verbs), calls)] as const);
  return over(verbs, new Map<string | symbol, unknown>(wrapped));
}

/** What it resolves to and what it throws go through as they are: both belong to the contract. */
function measured(name: string, verb: (...args: unknown[]) => unknown, calls: Calls) {
  return async (...args: unknown[]): Promise<unknown> => {
    const call = calls.get(name) ?? { count: 0, failed: 0, ms: 0 };
    calls.set(name, call);
    call.count += 1;
    const begun = performance.now();
    try {
      return await verb(...args);
    } catch (error) {
      call.failed += 1;
      throw error;
    } finally {
      call.ms += performance.now() - begun;
    }
  };
}

/** Everything of `target`, but for what is replaced. */
function over<T extends object>(target: T, replaced: ReadonlyMap<string | symbol, unknown>): T {
  return new Proxy(target, {
    get(_, property) {
      if (replaced.has(property)) return replaced.get(property);
      const value: unknown = Reflect.get(target, property);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
