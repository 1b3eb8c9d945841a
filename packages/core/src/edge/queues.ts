import { checkInteger, checkLabels, checkList, checkOneOf, checkText, invalid } from '../check.js';
import { checkId } from '../id.js';
import type { ClaimIdentity, ClaimTasks, ListTasks, SettleTask, TaskOutcome } from '../storage/queues.js';
import { TASK_STATES } from '../storage/task.js';
import { encodeJson } from '../text/json.js';
import { MAX_DURATION_MS } from '../time/duration.js';
import { MAX_ERROR_CHARACTERS, MAX_RESULT_BYTES } from './caps.js';
import { checkFence, checkTtl } from './leases.js';
import { checkIdentity, checkName } from './names.js';
import { checkPage } from './page.js';
import { DEFAULT_QUEUE } from './tasks.js';

export type CheckedClaim = Required<Omit<ClaimTasks, 'minFence'>> & { minFence: number };

/** A worker asks the same again and again: what was checked once is known again. */
const CHECKED = new WeakSet<object>();

export function checkClaim(request: ClaimTasks, field = ''): CheckedClaim {
  if (CHECKED.has(request)) return request as CheckedClaim;
  const at = (name: string): string => (field ? `${field}.${name}` : name);
  const checked = Object.freeze({
    queue: checkName(request.queue ?? DEFAULT_QUEUE, at('queue')),
    worker: checkIdentity(request.worker, at('worker')),
    tags: checkLabels(request.tags ?? [], at('tags'), 64),
    capabilities: checkLabels(request.capabilities ?? [], at('capabilities'), 64),
    leaseMs: checkTtl(request.leaseMs, at('leaseMs')),
    limit: request.limit === undefined ? 1 : checkInteger(request.limit, at('limit'), 1, 100),
    minFence: request.minFence === undefined ? 0 : checkFence(request.minFence, at('minFence')),
  });
  CHECKED.add(checked);
  return checked;
}

export function checkClaimIdentity(request: ClaimIdentity): ClaimIdentity {
  return { taskId: checkId(request.taskId, 'taskId'), fence: checkFence(request.fence) };
}

export function checkClaimRenewal(
  request: ClaimIdentity & { leaseMs: number; progress?: { note: string; percent?: number } },
): ClaimIdentity & { leaseMs: number; progress?: { note: string; percent?: number } } {
  return {
    ...checkClaimIdentity(request),
    leaseMs: checkTtl(request.leaseMs, 'leaseMs'),
    ...(request.progress === undefined ? {} : { progress: checkProgress(request.progress) }),
  };
}

function checkProgress(progress: { note: string; percent?: number }): { note: string; percent?: number } {
  return {
    note: checkText(progress.note, 'progress.note', { minLength: 0, maxLength: 2_000 }),
    ...(progress.percent === undefined
      ? {}
      : { percent: checkInteger(progress.percent, 'progress.percent', 0, 100) }),
  };
}

export type CheckedSettle = Omit<SettleTask, 'next'> & { next?: CheckedClaim };

export function checkSettle(request: SettleTask): CheckedSettle {
  const { taskId, fence } = checkClaimIdentity(request);
  const outcome = checkOutcome(request.outcome);
  if (request.next === undefined) return { taskId, fence, outcome };
  return { taskId, fence, outcome, next: checkClaim(request.next, 'next') };
}

function checkOutcome(outcome: TaskOutcome): TaskOutcome {
  switch (outcome?.kind) {
    case 'complete':
      if (outcome.result === undefined) return { kind: 'complete' };
      encodeJson(outcome.result, 'outcome.result', MAX_RESULT_BYTES);
      return { kind: 'complete', result: outcome.result };
    case 'retry':
      return {
        kind: 'retry',
        error: checkFailureText(outcome.error),
        delayMs: checkInteger(outcome.delayMs, 'outcome.delayMs', 0, MAX_DURATION_MS),
      };
    case 'bury':
      return { kind: 'bury', error: checkFailureText(outcome.error) };
    case 'release':
      if (outcome.reason === undefined) return { kind: 'release' };
      return { kind: 'release', reason: checkText(outcome.reason, 'outcome.reason', { maxLength: 500 }) };
    default:
      throw invalid(
        'outcome.kind',
        'one of complete, retry, bury, release',
        (outcome as { kind?: unknown } | undefined)?.kind,
      );
  }
}

function checkFailureText(error: unknown): string {
  return checkText(error, 'outcome.error', { maxLength: MAX_ERROR_CHARACTERS });
}

export function checkListTasks(request: ListTasks): ListTasks & { limit: number } {
  return {
    ...(request.queue === undefined ? {} : { queue: checkName(request.queue, 'queue') }),
    ...(request.states === undefined
      ? {}
      : {
          states: checkList(request.states, 'states', TASK_STATES.length, 1).map((state, index) =>
            checkOneOf(state, `states[${index}]`, TASK_STATES),
          ),
        }),
    ...(request.tags === undefined ? {} : { tags: checkLabels(request.tags, 'tags', 64) }),
    ...(request.parent === undefined ? {} : { parent: checkId(request.parent, 'parent') }),
    ...(request.worker === undefined ? {} : { worker: checkIdentity(request.worker, 'worker') }),
    ...checkPage(request),
  };
}
