import type { CallOptions, Storage } from '../../../packages/core/src/index.js';

export type AnyVerb = (request: unknown, options?: CallOptions & { epoch?: number }) => Promise<unknown>;

const FACETS = ['sessions', 'leases', 'queues', 'records', 'logs', 'limits', 'signals', 'replica'] as const;

/** The same storage; every verb of every facet runs as `around` says. */
export function eachVerb(storage: Storage, around: (name: string, verb: AnyVerb) => AnyVerb): Storage {
  const facets = FACETS.map((facet) => {
    const verbs = storage[facet];
    if (verbs === undefined) return [facet, undefined];
    const changed = Object.entries(verbs)
      .filter(([, verb]) => typeof verb === 'function')
      .map(([name, verb]) => [name, around(`${facet}.${name}`, (verb as AnyVerb).bind(verbs))]);
    return [facet, { ...verbs, ...Object.fromEntries(changed) }];
  });
  const now = around('now', (options) => storage.now(options as CallOptions));
  return { ...storage, ...Object.fromEntries(facets), now };
}
