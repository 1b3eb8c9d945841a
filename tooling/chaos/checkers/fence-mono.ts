import { answeredCalls, type Call } from '../history/call.js';
import type { Checker } from '../history/evidence.js';

interface Given {
  name: string;
  fence: number;
  sentAt: number;
  settledAt: number;
}

/** FenceMono: a fence names one grant, and who asked after another had its grant has a higher one. Always. */
export const fenceMono: Checker = ({ calls }) => {
  const given = fences(calls);
  return [...givenTwice(given), ...goneBack(given)];
};

function fences(calls: readonly Call[]): Given[] {
  const leases = answeredCalls(calls, 'leases.acquire').flatMap(({ reply, request, sentAt, settledAt }) => {
    if (reply.status !== 'granted') return [];
    // An earlier ask of the same id may have made it.
    const firstSent = Math.min(
      ...calls.filter((call) => asksFor(call, request.grantId)).map((call) => call.sentAt),
      sentAt,
    );
    return [{ name: request.grantId, fence: reply.grant.fence, sentAt: firstSent, settledAt }];
  });
  const claims = answeredCalls(calls, 'queues.claim').map(({ reply, sentAt, settledAt }) => ({
    reply,
    sentAt,
    settledAt,
  }));
  const next = answeredCalls(calls, 'queues.settle').flatMap(({ reply, sentAt, settledAt }) =>
    reply.status === 'settled' && reply.next !== undefined ? [{ reply: reply.next, sentAt, settledAt }] : [],
  );
  return [
    ...leases,
    ...[...claims, ...next].flatMap(({ reply, sentAt, settledAt }) =>
      reply.status === 'claimed'
        ? reply.claims.map(({ task, fence }) => ({ name: `a claim of ${task.id}`, fence, sentAt, settledAt }))
        : [],
    ),
  ];
}

function asksFor(call: Call, grantId: string): boolean {
  if (call.verb !== 'leases.acquire' || call.error === undefined) return false;
  return (call.request as { grantId: string }).grantId === grantId;
}

function givenTwice(given: readonly Given[]): string[] {
  const owners = new Map<number, string>();
  return given.flatMap(({ name, fence }) => {
    const owner = owners.get(fence);
    if (owner === undefined) owners.set(fence, name);
    return owner === undefined || owner === name
      ? []
      : [`fence ${fence} was given to ${owner} and to ${name}`];
  });
}

function goneBack(given: readonly Given[]): string[] {
  const told = [...given].sort((one, other) => one.settledAt - other.settledAt);
  const asked = [...given].sort((one, other) => one.sentAt - other.sentAt);
  let highest: Given | undefined;
  let next = 0;
  return asked.flatMap((one) => {
    for (; next < told.length; next += 1) {
      const before = told[next];
      if (before === undefined || before.settledAt >= one.sentAt) break;
      if (highest === undefined || before.fence > highest.fence) highest = before;
    }
    if (highest === undefined || one.fence >= highest.fence) return [];
    return [`${one.name} got fence ${one.fence} after ${highest.name} had been given ${highest.fence}`];
  });
}
