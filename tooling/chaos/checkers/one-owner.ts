import { canonicalJson } from '../../../packages/core/src/index.js';
import { type Answered, answeredCalls, type CallOf } from '../history/call.js';
import type { Checker, StoreState } from '../history/evidence.js';

type Taken = Answered<CallOf<'accepted'>> & { request: { epoch: number } };

/**
 * OneOwner: an epoch has one store that takes mutations, and once one was taken at an epoch none of an earlier one
 * is. Where two stores both have an event of one number it is the same.
 */
export const oneOwner: Checker = ({ calls, stores }) => {
  const taken = answeredCalls(calls, 'accepted').filter(
    (call): call is Taken => call.request.epoch !== undefined,
  );
  return [...twoOwners(taken), ...goneBack(taken), ...twoHistories(stores)];
};

function twoOwners(taken: readonly Taken[]): string[] {
  const owners = new Map<number, Set<string>>();
  for (const { request } of taken) {
    const { epoch, store } = request;
    owners.set(epoch, (owners.get(epoch) ?? new Set()).add(store));
  }
  return [...owners]
    .filter(([, names]) => names.size > 1)
    .map(([epoch, names]) => `at epoch ${epoch} mutations were taken by ${[...names].join(' and by ')}`);
}

/** What was sent after another was answered came after it. */
function goneBack(taken: readonly Taken[]): string[] {
  const told = [...taken].sort((one, other) => one.settledAt - other.settledAt);
  const asked = [...taken].sort((one, other) => one.sentAt - other.sentAt);
  let highest: Taken | undefined;
  let next = 0;
  return asked.flatMap((one) => {
    for (; next < told.length; next += 1) {
      const before = told[next];
      if (before === undefined || before.settledAt >= one.sentAt) break;
      if (highest === undefined || before.request.epoch > highest.request.epoch) highest = before;
    }
    if (highest === undefined || one.request.epoch >= highest.request.epoch) return [];
    const { store, epoch } = one.request;
    return [
      `${store} took ${one.request.verb} at epoch ${epoch}, after ${highest.request.store} had taken one at ${highest.request.epoch}`,
    ];
  });
}

function twoHistories(stores: readonly StoreState[]): string[] {
  const first = new Map<number, { store: string; said: string }>();
  return stores.flatMap(({ store, events }) =>
    events.flatMap(({ id, sequence, body }) => {
      const said = canonicalJson({ id, ...body });
      const before = first.get(sequence);
      if (before === undefined) first.set(sequence, { store, said });
      return before === undefined || before.said === said
        ? []
        : [`event ${sequence} is ${before.said} in ${before.store} and ${said} in ${store}`];
    }),
  );
}

const SHOWN = 3;

/** Convergence: when all is quiet, every follower is the exact copy of the owner. */
export const convergence: Checker = ({ stores: [owner, ...followers] }) => {
  return followers
    .filter(({ digest }) => digest !== owner?.digest)
    .map((follower) => `${follower.store} differs from ${owner?.store}: ${differences(owner, follower)}`);
};

function differences(owner: StoreState | undefined, follower: StoreState): string {
  const [there, here] = [new Set(owner?.lines), new Set(follower.lines)];
  const missing = [...there].filter((line) => !here.has(line)).map((line) => `- ${line}`);
  const more = [...here].filter((line) => !there.has(line)).map((line) => `+ ${line}`);
  const hidden = missing.length + more.length - 2 * SHOWN;
  return [
    ...missing.slice(0, SHOWN),
    ...more.slice(0, SHOWN),
    ...(hidden > 0 ? [`${hidden} more`] : []),
  ].join(' ');
}
