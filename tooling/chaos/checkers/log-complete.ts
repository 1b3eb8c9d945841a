import { answeredCalls, type Call, callsOf } from '../history/call.js';
import type { Checker, Evidence } from '../history/evidence.js';
import { isLastLife } from '../history/lives.js';

/**
 * LogComplete: every acknowledged entry is there exactly once, under the number its author was told, without gaps;
 * one that was asked for after another was acknowledged stands behind it. The audit log verifies.
 */
export const logComplete: Checker = (evidence) => [
  ...gaps(evidence),
  ...missing(evidence),
  ...misordered(evidence),
  ...audit(evidence),
];

function gaps({ final }: Evidence): string[] {
  return final.entries.flatMap(({ sequence }, index) =>
    sequence === index + 1 ? [] : [`place ${index + 1} of the log has the sequence ${sequence}`],
  );
}

function missing({ calls, final, losses, lossReported }: Evidence): string[] {
  const places = new Map<string, number[]>();
  for (const { id, sequence } of final.entries) places.set(id, [...(places.get(id) ?? []), sequence]);
  return answeredCalls(calls, 'logs.append').flatMap(({ request, reply, sentAt, settledAt }) => {
    const there = places.get(request.id) ?? [];
    const isKept = isLastLife({ from: sentAt, until: settledAt }, losses);
    if (there.length > 1) return [`${request.id} is there ${there.length} times`];
    if (there.length === 0)
      return isKept || !lossReported ? [`${request.id} was acknowledged and is gone`] : [];
    return isKept && !reply.queued && there[0] !== reply.sequence
      ? [`${request.id} was acknowledged as ${reply.sequence} and is ${there[0]}`]
      : [];
  });
}

/** Only within the last life: after a loss numbers are given out again. What waited in an outbox came later. */
function misordered({ calls, losses }: Evidence): string[] {
  const kept = answeredCalls(calls, 'logs.append').filter(
    (call) => !call.reply.queued && isLastLife({ from: call.sentAt, until: call.settledAt }, losses),
  );
  const firstSent = firstSends(calls);
  const told = [...kept].sort((one, other) => one.settledAt - other.settledAt);
  const asked = kept
    .map((call) => ({ ...call, sentAt: firstSent.get(call.request.id) ?? call.sentAt }))
    .sort((one, other) => one.sentAt - other.sentAt);
  let highest = { id: '', sequence: 0 };
  let next = 0;
  return asked.flatMap(({ request, reply, sentAt }) => {
    for (; next < told.length; next += 1) {
      const before = told[next];
      if (before === undefined || before.settledAt >= sentAt) break;
      if (before.reply.sequence > highest.sequence)
        highest = { id: before.request.id, sequence: before.reply.sequence };
    }
    if (reply.sequence > highest.sequence) return [];
    return [`${request.id} became ${reply.sequence} after ${highest.id} had been told ${highest.sequence}`];
  });
}

/** An entry that is sent again under its id may have got its place the first time. */
function firstSends(calls: readonly Call[]): Map<string, number> {
  const first = new Map<string, number>();
  for (const { request, sentAt } of callsOf(calls, 'logs.append')) {
    first.set(request.id, Math.min(sentAt, first.get(request.id) ?? sentAt));
  }
  return first;
}

function audit({ calls, final, losses }: Evidence): string[] {
  const there = new Set(final.auditIds);
  const lost = answeredCalls(calls, 'audit.log').filter(({ request }) => !there.has(request.id));
  const kept = lost.filter((call) => isLastLife({ from: call.sentAt, until: call.settledAt }, losses));
  const broken =
    losses.length === 0 && final.audit.status !== 'ok'
      ? [`the audit log is ${final.audit.status}: ${final.audit.findings.join('; ')}`]
      : [];
  return [...kept.map(({ request }) => `audit entry ${request.id} was acknowledged and is gone`), ...broken];
}
