import { type Answered, answeredCalls, type Call, type CallOf } from '../history/call.js';
import type { Checker, Evidence, Span } from '../history/evidence.js';

/** Somebody who was just becoming the owner when the way was lost may still become it. */
const BECOMING_MS = 300;

type Grant = Answered<CallOf<'leases.acquire'>> | Answered<CallOf<'queues.claim'>>;

/** Refusal: whoever is cut off from a namespace that is shared gets no grant and no claim while it lasts. */
export const refusal: Checker = (evidence) => {
  if (evidence.refusal === 'never') return [];
  const holes =
    evidence.refusal === 'always'
      ? evidence.cutOff
      : evidence.cutOff.flatMap((hole) => sharedPart(evidence, hole));
  return grants(evidence.calls).flatMap((grant) => {
    const hole = holes.find((one) => isWithin(grant, one) && one.host === grant.host);
    return hole === undefined
      ? []
      : [
          `${grant.worker} got an answer to ${grant.verb} at ${grant.settledAt}, while host ${hole.host} was cut off`,
        ];
  });
};

function grants(calls: readonly Call[]): Grant[] {
  return [
    ...answeredCalls(calls, 'leases.acquire').filter(({ reply }) => reply.status === 'granted'),
    ...answeredCalls(calls, 'queues.claim').filter(({ reply }) => reply.status === 'claimed'),
  ];
}

function isWithin(call: Call & { settledAt: number }, { from, until }: Span): boolean {
  return call.sentAt >= from && call.settledAt <= until;
}

/** The part of a hole in which the primary owned, and nobody can have taken the namespace from it. */
function sharedPart({ calls }: Evidence, hole: Span & { host: number }): Array<Span & { host: number }> {
  const taken = answeredCalls(calls, 'accepted');
  const before = taken.filter(({ settledAt }) => settledAt < hole.from);
  const epoch = Math.max(0, ...before.map(({ request }) => request.epoch ?? 0));
  const isShared = before.some(
    ({ request }) => request.epoch === epoch && request.store === 'primary' && epoch > 0,
  );
  if (!isShared) return [];
  const laterOwners = taken.filter(({ request }) => (request.epoch ?? 0) > epoch).map(({ sentAt }) => sentAt);
  return [{ ...hole, from: hole.from + BECOMING_MS, until: Math.min(hole.until, ...laterOwners) }];
}
