import { canonicalJson } from '../../../packages/core/src/index.js';
import type { Checker } from '../history/evidence.js';

/**
 * OneOwner: all stores tell one history. An event of one owner is, where another store has one of the same epoch and
 * number, the same event there; two of a kind would be two owners that took mutations at the same epoch.
 */
export const oneOwner: Checker = ({ stores }) => {
  const first = new Map<string, { store: string; said: string }>();
  return stores.flatMap(({ store, events }) =>
    events.flatMap(({ id, sequence, body }) => {
      const said = canonicalJson({ id, ...body });
      const place = String(sequence);
      const before = first.get(place);
      if (before === undefined) first.set(place, { store, said });
      return before === undefined || before.said === said
        ? []
        : [`event ${place} is ${before.said} in ${before.store} and ${said} in ${store}`];
    }),
  );
};

/** Convergence: when all is quiet, every follower is the exact copy of the owner. */
export const convergence: Checker = ({ stores }) => {
  const [owner, ...others] = stores.filter(({ digest }) => digest !== undefined);
  return others
    .filter(({ digest }) => digest !== owner?.digest)
    .map(({ store }) => `${store} differs from ${owner?.store}`);
};
