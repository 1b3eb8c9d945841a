import { answeredCalls, type Call } from '../history/call.js';
import type { Checker } from '../history/evidence.js';

/** Refusal: whoever is cut off from a namespace that is shared gets no grant and no claim while it lasts. */
export const refusal: Checker = ({ calls, cutOff }) => {
  const grants = [
    ...answeredCalls(calls, 'leases.acquire').filter(({ reply }) => reply.status === 'granted'),
    ...answeredCalls(calls, 'queues.claim').filter(({ reply }) => reply.status === 'claimed'),
  ];
  return grants.flatMap((grant) => {
    const hole = cutOff.find((one) => isWithin(grant, one) && one.host === grant.host);
    return hole === undefined
      ? []
      : [
          `${grant.worker} got an answer to ${grant.verb} at ${grant.settledAt}, while host ${hole.host} was cut off`,
        ];
  });
};

function isWithin(
  call: Call & { settledAt: number },
  { from, until }: { from: number; until: number },
): boolean {
  return call.sentAt >= from && call.settledAt <= until;
}
