import type { MutationOptions, Storage } from '@agentcoord/core';

const FACETS = ['leases', 'queues', 'records', 'logs', 'limits'] as const;
const WITHOUT_ENVELOPE = /^(?:renew|renewPermit|get|list|stats|inspect|guard|search|read|readSpend|head)$/;

export interface Owned {
  /** Left out: they take no part in a failover. */
  epoch?: number;
  /** Every call that takes one gets an operation of this session; left out: none does. */
  session?: string;
  /** Before each call. */
  before?: () => Promise<unknown>;
}

/** The same storage for callers that believe in an epoch and number their calls. */
export function ownedStorage(storage: Storage, { epoch, session, before }: Owned): Storage {
  let sequence = 0;
  const optionsOf = (verb: string): MutationOptions => {
    const belief = epoch === undefined ? {} : { epoch };
    if (session === undefined || WITHOUT_ENVELOPE.test(verb)) return belief;
    sequence += 1;
    return { ...belief, operation: { session, slot: sequence % 2, sequence, open: true } };
  };
  const facets = FACETS.map(
    (name) => [name as string, ownedFacet(storage[name], optionsOf, before)] as const,
  );
  const byName = new Map(facets);
  return new Proxy(storage, {
    get(target, property) {
      const facet = byName.get(String(property));
      if (facet !== undefined) return facet;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function ownedFacet<Facet extends object>(
  facet: Facet,
  optionsOf: (verb: string) => MutationOptions,
  before: Owned['before'],
): Facet {
  return new Proxy(facet, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== 'function') return value;
      return async (request: unknown, options: object = {}) => {
        await before?.();
        return value.call(target, request, { ...optionsOf(String(property)), ...options });
      };
    },
  });
}
