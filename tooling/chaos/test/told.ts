import { expect, test } from 'vitest';
import type { Task } from '../../../packages/core/src/index.js';
import { CHECKERS } from '../checkers/checkers.js';
import type { Call, Verbs } from '../history/call.js';
import { type Evidence, NO_EVIDENCE } from '../history/evidence.js';

/** A call that was answered, or failed, or (neither) was never heard of again. */
export function call<V extends keyof Verbs>(
  verb: V,
  [sentAt, settledAt]: [number, number?],
  request: Partial<Verbs[V][0]>,
  answer: { reply?: unknown; error?: string; worker?: string; host?: number } = {},
): Call {
  const { reply, error, worker = 'ada', host = 0 } = answer;
  return {
    ...{ worker, host, verb, request, sentAt },
    ...(settledAt === undefined ? {} : { settledAt }),
    ...(reply === undefined ? {} : { reply }),
    ...(error === undefined ? {} : { error: { code: error, message: error } }),
  };
}

const TTL_MS = 100;

export function granted(grantId: string, span: [number, number], fence: number, key = 'file/a'): Call {
  const keys = [{ key, scope: key === 'file' ? 'tree' : 'node', mode: 'exclusive' }];
  const grant = { grantId, fence, ttlMs: TTL_MS, keys };
  return call('leases.acquire', span, { grantId }, { reply: { status: 'granted', grant } });
}

export function claimed(taskId: string, span: [number, number], fence: number): Call {
  const reply = { status: 'claimed', claims: [{ task: { id: taskId }, fence }] };
  return call('queues.claim', span, { leaseMs: TTL_MS }, { reply });
}

export function settled(taskId: string, span: [number, number?], fence: number, state = 'completed'): Call {
  const reply = span[1] === undefined ? undefined : { status: 'settled', state };
  return call('queues.settle', span, { taskId, fence }, { reply });
}

export function task(id: string, state: Task['state'] = 'completed'): Task {
  return { id, state } as Task;
}

export function evidence(
  calls: Call[],
  more: Partial<Omit<Evidence, 'final'>> & { final?: Partial<Evidence['final']> } = {},
): Evidence {
  return { ...NO_EVIDENCE, calls, ...more, final: { ...NO_EVIDENCE.final, ...more.final } };
}

/** What a checker must accept, and what it must accuse, by what has happened there. */
export function cases(
  name: keyof typeof CHECKERS,
  { honest, violating }: { honest: Record<string, Evidence>; violating: Record<string, Evidence> },
): void {
  const check = CHECKERS[name] ?? expect.fail(`there is no checker ${name}`);
  test(`${name} accepts an empty history`, () => expect(check(NO_EVIDENCE)).toEqual([]));
  for (const [what, one] of Object.entries(honest))
    test(`${name} accepts ${what}`, () => expect(check(one)).toEqual([]));
  for (const [what, one] of Object.entries(violating))
    test(`${name} accuses ${what}`, () => expect(check(one)).toHaveLength(1));
}
