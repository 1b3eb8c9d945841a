import { type HistoryEntry, NO_EVIDENCE } from '../../../packages/conformance/src/checkers/evidence.js';
import { oneHolder as holders } from '../../../packages/conformance/src/checkers/one-holder.js';
import { answeredCalls, type Call, callsOf } from '../history/call.js';
import type { Checker, Evidence, ResourceUse, Span } from '../history/evidence.js';
import { lifeOf } from '../history/lives.js';

/** Below each folder that is locked as a whole. */
const KEYS_BELOW: Readonly<Record<string, string[]>> = { file: ['file/a', 'file/b', 'file/c'] };

/** Stores reckon in whole milliseconds, and a server's clock may be slewed: so much earlier a lease may end. */
const CLOCK_TICK_MS = 2;

/**
 * OneHolder: no two grants of overlapping keys, and no two claims of one task, are certainly valid at once; and
 * nobody writes to the resource between another's look and write.
 *
 * A grant is certainly valid from when its holder heard of it until its time is over since the *first* send,
 * or until its release was sent.
 */
export const oneHolder: Checker = (evidence) => [
  ...leasesByLife(evidence),
  ...claimsByLife(evidence),
  ...brokenInto(evidence.uses),
];

/** A lease is held back until those of before a loss are over, unless nobody could notice that one. */
function leasesByLife({ calls, losses }: Evidence): string[] {
  const unnoticed = losses.filter((loss) => loss.unnoticed);
  const entries = leases(calls);
  return Array.from({ length: unnoticed.length + 1 }, (_, life) => {
    const within = entries.filter(
      (entry) => entry.kind !== 'lease-granted' || livesIn(entry.from, unnoticed, life),
    );
    return holders({ ...NO_EVIDENCE, histories: [within] });
  }).flat();
}

function livesIn(from: number, losses: readonly Span[], life: number): boolean {
  return losses.filter((loss) => from >= loss.from).length === life;
}

function leases(calls: readonly Call[]): HistoryEntry[] {
  const renewedUntil = new Map<string, number>();
  for (const { request, reply, sentAt } of answeredCalls(calls, 'leases.renew')) {
    if (reply.status !== 'renewed') continue;
    const until = Math.max(sentAt + request.ttlMs, renewedUntil.get(request.grantId) ?? 0);
    renewedUntil.set(request.grantId, until);
  }
  const granted = answeredCalls(calls, 'leases.acquire').flatMap(({ reply, sentAt, settledAt }) => {
    if (reply.status !== 'granted') return [];
    const { grantId, fence, ttlMs, keys } = reply.grant;
    const since = firstSendOf(calls, grantId, sentAt);
    const until = Math.max(since + ttlMs, renewedUntil.get(grantId) ?? 0) - CLOCK_TICK_MS;
    return keys
      .flatMap(({ key, scope }) => (scope === 'tree' ? (KEYS_BELOW[key] ?? [key]) : [key]))
      .map((key): HistoryEntry => ({ kind: 'lease-granted', grantId, key, fence, from: settledAt, until }));
  });
  return [...granted, ...releases(calls)];
}

/** An ask whose answer was lost may have made the grant that a later ask of the same id was told of. */
function firstSendOf(calls: readonly Call[], grantId: string, sentAt: number): number {
  const lost = callsOf(calls, 'leases.acquire').filter(
    (call) => call.request.grantId === grantId && call.error !== undefined && call.sentAt < sentAt,
  );
  return Math.min(sentAt, ...lost.map((call) => call.sentAt));
}

function releases(calls: readonly Call[]): HistoryEntry[] {
  return callsOf(calls, 'leases.release').map(({ request, sentAt }) => {
    return { kind: 'lease-ending', grantId: request.grantId, at: sentAt };
  });
}

/** Claims are not held back after a loss, so they are only compared within one life of the store. */
function claimsByLife({ calls, losses }: Evidence): string[] {
  const claims = [
    ...answeredCalls(calls, 'queues.claim').map((call) => ({ ...call, leaseMs: call.request.leaseMs })),
    ...answeredCalls(calls, 'queues.settle').flatMap((call) => {
      if (call.reply.status !== 'settled' || call.reply.next === undefined) return [];
      return [{ ...call, reply: call.reply.next, leaseMs: call.request.next?.leaseMs ?? 0 }];
    }),
  ].flatMap(({ reply, sentAt, settledAt, leaseMs }) => {
    if (reply.status !== 'claimed') return [];
    const span = { from: settledAt, until: sentAt + leaseMs - CLOCK_TICK_MS };
    return reply.claims.map(({ task, fence }) => ({ taskId: task.id, fence, ...span }));
  });
  const endings = callsOf(calls, 'queues.settle').map(
    ({ request, sentAt }): HistoryEntry => ({
      kind: 'lease-ending',
      grantId: claimName(request),
      at: sentAt,
    }),
  );
  return Array.from({ length: losses.length + 1 }, (_, life) => {
    const granted = claims
      .filter((claim) => lifeOf(claim, losses) === life)
      .map(
        (claim): HistoryEntry => ({
          kind: 'lease-granted',
          grantId: claimName(claim),
          key: `task ${claim.taskId}`,
          ...claim,
        }),
      );
    return holders({ ...NO_EVIDENCE, histories: [[...granted, ...endings]] });
  }).flat();
}

function claimName({ taskId, fence }: { taskId: string; fence: number }): string {
  return `${taskId} under ${fence}`;
}

/** A write changes what its writer saw when it entered, or somebody else was in there meanwhile. */
function brokenInto(uses: readonly ResourceUse[]): string[] {
  return uses
    .filter((use) => use.kind === 'write' && use.accepted && use.base !== use.version - 1)
    .map(
      ({ resource, grantId, fence, version, base }) =>
        `${resource}: ${grantId} wrote version ${version} under fence ${fence}, but had seen ${base}`,
    );
}
