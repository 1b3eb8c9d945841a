import { answeredCalls, type Call, type Verbs } from '../history/call.js';
import type { Checker, Evidence } from '../history/evidence.js';
import { lifeOf } from '../history/lives.js';

type Told = { id: string; by: string; life: number };

/** Approval: decided once, used once and only after a yes in time; who asked does not decide. */
export const approval: Checker = (evidence) => {
  const approved = told(evidence, 'approvals.approve');
  const rejected = told(evidence, 'approvals.reject');
  const used = told(evidence, 'approvals.consume');
  const rejectedNames = new Set(rejected.map(name));
  return [
    ...twice([...approved, ...rejected], 'were told that they decided it'),
    ...twice(used, 'were told that they may use it'),
    ...used.filter((use) => rejectedNames.has(name(use))).map((use) => `${use.id} was used and rejected`),
    ...againstFinal(evidence, approved, rejected),
    ...evidence.final.approvals.flatMap(inTime),
  ];
};

function told<V extends 'approvals.approve' | 'approvals.reject' | 'approvals.consume'>(
  { calls, losses }: { calls: Call[]; losses: Evidence['losses'] },
  verb: V,
): Told[] {
  return answeredCalls(calls, verb as keyof Verbs as 'approvals.approve').flatMap(
    ({ request, sentAt, settledAt }) => {
      const life = lifeOf({ from: sentAt, until: settledAt }, losses);
      return life === undefined ? [] : [{ ...request, life }];
    },
  );
}

function name({ id, life }: Told): string {
  return `${id} ${life}`;
}

function twice(all: readonly Told[], what: string): string[] {
  const first = new Map<string, Told>();
  return all.flatMap((one) => {
    const before = first.get(name(one));
    if (before === undefined) first.set(name(one), one);
    return before === undefined ? [] : [`${one.id}: ${before.by} and ${one.by} ${what}`];
  });
}

/** What was told in the last life is what is there now. */
function againstFinal(evidence: Evidence, approved: Told[], rejected: Told[]): string[] {
  const found = new Map(evidence.final.approvals.map((one) => [one.id, one]));
  const verdicts = [
    ...approved.map((one) => ({ ...one, status: 'approved' })),
    ...rejected.map((one) => ({ ...one, status: 'rejected' })),
  ];
  return verdicts
    .filter(({ life }) => life === evidence.losses.length)
    .flatMap(({ id, by, status }) => {
      const there = found.get(id);
      if (there?.status === status && there.by === by) return [];
      return [
        `${id}: ${by} was told that it ${status} it, but it is ${there?.status ?? 'gone'} by ${there?.by}`,
      ];
    });
}

function inTime(one: Evidence['final']['approvals'][number]): string[] {
  const { id, by, requestedBy, decidedAt, expiresAt, usedAt, usableUntil, status } = one;
  return [
    ...(by !== undefined && by === requestedBy && status === 'approved'
      ? [`${id} was decided by who asked`]
      : []),
    ...(decidedAt !== undefined && decidedAt > expiresAt ? [`${id} was decided after it had expired`] : []),
    ...(usedAt !== undefined && status !== 'approved' ? [`${id} was used and is ${status}`] : []),
    ...(usedAt !== undefined && usedAt > (usableUntil ?? 0) ? [`${id} was used too late`] : []),
  ];
}
