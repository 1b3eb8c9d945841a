import type { LeaseKey, TaskOutcome } from '@agentcoord/core';
import fc from 'fast-check';
import type { ModelRequest } from './lease-model.js';
import type { ModelClaim, ModelTask } from './queue-model.js';

/** Long against what a run takes, so that only `time-passes` makes anything expire. */
const HOUR_MS = 3_600_000;
const times = fc.constantFrom(HOUR_MS, 10 * HOUR_MS);

export type Step =
  | { step: 'acquire' | 'renew-lease' | 'release'; request: number }
  | { step: 'revoke'; request: number }
  | { step: 'push'; tasks: ModelTask[] }
  | ({ step: 'claim' } & ModelClaim)
  | { step: 'settle'; id: string; late: boolean; outcome: TaskOutcome }
  | { step: 'renew-claim'; id: string; late: boolean }
  | { step: 'cancel' | 'requeue'; id: string }
  | { step: 'evict'; worker: string }
  | { step: 'put'; id: string; ifVersion?: number; label: string }
  | { step: 'remove'; id: string; ifVersion?: number }
  | { step: 'append'; id: string }
  | { step: 'archive'; upTo: number }
  | { step: 'time-passes'; ms: number };

const key = fc.constantFrom('f/a', 'f/a/b', 'f/a/b/c', 'f/ab', 'f/d', 'f');
const leaseKey: fc.Arbitrary<Required<LeaseKey>> = fc.record({
  key,
  mode: fc.constantFrom('exclusive' as const, 'shared' as const),
  scope: fc.constantFrom('node' as const, 'tree' as const),
});

/** Six requests of a run: those that wait have holders of their own, the others share two. */
const REQUESTS = 6;
export const requests: fc.Arbitrary<ModelRequest[]> = fc
  .array(fc.record({ keys: keysOfOne(), ttlMs: times }), { minLength: REQUESTS, maxLength: REQUESTS })
  .map((list) =>
    list.map((request, index) => ({
      grantId: `grant-${index}`,
      holder: index < 3 ? `waiter-${index}` : `holder-${index % 2}`,
      waits: index < 3,
      ...request,
    })),
  );

function keysOfOne(): fc.Arbitrary<Array<Required<LeaseKey>>> {
  return fc.uniqueArray(leaseKey, { minLength: 1, maxLength: 3, selector: (item) => item.key });
}

const request = fc.nat({ max: REQUESTS - 1 });
const taskId = fc.constantFrom(...Array.from({ length: 8 }, (_, index) => `t${index}`));
const labels = (...names: string[]) => fc.subarray(names);
const task: fc.Arbitrary<ModelTask> = fc.record({
  id: taskId,
  priority: fc.integer({ min: 1, max: 5 }),
  tags: labels('web', 'api'),
  requires: labels('docker', 'gpu'),
  dependsOn: fc.uniqueArray(taskId, { maxLength: 2 }),
  onDependencyFailure: fc.constantFrom('block', 'cancel'),
  delayMs: fc.constantFrom(0, 0, HOUR_MS, 10 * HOUR_MS),
  maxAttempts: fc.integer({ min: 1, max: 3 }),
});
/** Dependencies only on tasks before it in the alphabet: no circles, which have a test of their own. */
const orderedTask = task.map((wish) => ({ ...wish, dependsOn: wish.dependsOn.filter((id) => id < wish.id) }));

const worker = fc.constantFrom('one', 'two');
const outcome: fc.Arbitrary<TaskOutcome> = fc.oneof(
  fc.constant<TaskOutcome>({ kind: 'complete', result: 'done' }),
  fc.record({
    kind: fc.constant('retry' as const),
    error: fc.constant('no'),
    delayMs: fc.constantFrom(0, HOUR_MS),
  }),
  fc.constant<TaskOutcome>({ kind: 'bury', error: 'no' }),
  fc.constant<TaskOutcome>({ kind: 'release' }),
);
const recordId = fc.constantFrom('a', 'b', 'c');
const version = fc.option(fc.nat({ max: 4 }), { nil: undefined });

const oneStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ step: fc.constant('acquire' as const), request }) },
  {
    weight: 4,
    arbitrary: fc.record({ step: fc.constantFrom('renew-lease' as const, 'release' as const), request }),
  },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('revoke' as const), request }) },
  {
    weight: 6,
    arbitrary: fc.record({
      step: fc.constant('push' as const),
      tasks: fc.uniqueArray(orderedTask, { minLength: 1, maxLength: 4, selector: (wish) => wish.id }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      step: fc.constant('claim' as const),
      worker,
      tags: labels('web', 'api'),
      capabilities: labels('docker', 'gpu', 'mac'),
      limit: fc.constantFrom(1, 1, 2, 5),
      leaseMs: times,
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ step: fc.constant('settle' as const), id: taskId, late: rarely(), outcome }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ step: fc.constant('renew-claim' as const), id: taskId, late: rarely() }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ step: fc.constantFrom('cancel' as const, 'requeue' as const), id: taskId }),
  },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('evict' as const), worker }) },
  {
    weight: 4,
    arbitrary: fc.record({
      step: fc.constant('put' as const),
      id: recordId,
      ifVersion: version,
      label: fc.constantFrom('open', 'closed'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ step: fc.constant('remove' as const), id: recordId, ifVersion: version }),
  },
  { weight: 3, arbitrary: fc.record({ step: fc.constant('append' as const), id: recordId }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('archive' as const), upTo: fc.nat({ max: 4 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({ step: fc.constant('time-passes' as const), ms: fc.constant(2 * HOUR_MS) }),
  },
);

function rarely(): fc.Arbitrary<boolean> {
  return fc.constantFrom(false, false, false, true);
}

export const steps: fc.Arbitrary<Step[]> = fc.array(oneStep, { minLength: 1, maxLength: 40 });
