import {
  AgentCoordError,
  MAX_DETAILS_BYTES,
  MAX_LEASE_MS,
  MAX_MESSAGE_BYTES,
  MAX_TASK_BYTES,
  MIN_LEASE_MS,
  type Storage,
} from '@agentcoord/core';
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import { expectCode, expectNoEvents, LONG_MS } from '../harness/expectations.js';
import { guarantees } from '../harness/guarantees.js';
import type { StorageHarness } from '../harness/storage-harness.js';
import { leaseRequest } from '../leases/requests.js';
import { claimRequest, newTask } from '../queues/requests.js';

type Call = (storage: Storage) => Promise<unknown>;

const CODES = ['invalid_argument', 'too_large', 'limit_exceeded'] as const;
const big = (bytes: number) => ({ text: 'x'.repeat(bytes) });
const acquire =
  (more: object): Call =>
  (storage) =>
    storage.leases.acquire(leaseRequest('one', 'file/a', more));
const push =
  (more: object): Call =>
  (storage) =>
    storage.queues.push({ tasks: [newTask({ id: 'a', ...more })] });
const put =
  (more: object): Call =>
  (storage) =>
    storage.records.put({ collection: 'c', id: 'a', value: {}, ...more });
const append =
  (more: object): Call =>
  (storage) =>
    storage.logs.append({ log: 'l', id: 'a', body: {}, ...more });

const cycle: Record<string, unknown> = {};
cycle.self = cycle;

const BAD: Array<[name: string, call: Call]> = [
  ['a lease without keys', acquire({ keys: [] })],
  ['keys of two spaces', acquire({ keys: [{ key: 'file/a' }, { key: 'branch/b' }] })],
  ...['', '/', 'a/', '/a', 'a//b', 'a/./b', 'a/../b', 'a\u0000b', 'a\nb', ' '].map((key): [string, Call] => [
    `the key ${JSON.stringify(key)}`,
    acquire({ keys: [{ key }] }),
  ]),
  ['a key that is too long', acquire({ keys: [{ key: 'k'.repeat(1_025) }] })],
  ['a key that is too deep', acquire({ keys: [{ key: Array.from({ length: 65 }, () => 'a').join('/') }] })],
  ['an unknown mode', acquire({ keys: [{ key: 'file/a', mode: 'upgrade' }] })],
  ['a lease that is too short', acquire({ ttlMs: MIN_LEASE_MS - 1 })],
  ['a lease that is too long', acquire({ ttlMs: MAX_LEASE_MS + 1 })],
  ['a lease that is not a number', acquire({ ttlMs: Number.NaN })],
  ['a holder of two lines', acquire({ holder: 'one\ntwo' })],
  ['an id with spaces', acquire({ grantId: 'a b' })],
  ['an id that is too long', acquire({ grantId: 'a'.repeat(129) })],
  ['details over their cap', acquire({ details: big(MAX_DETAILS_BYTES) })],
  ['a fence below zero', acquire({ minFence: -1 })],
  ['a revocation of nobody', (storage) => storage.leases.revoke({ reason: 'r', by: 'b' })],
  [
    'a revocation of grant and holder',
    (storage) => storage.leases.revoke({ grantId: 'a', holder: 'h', reason: 'r', by: 'b' }),
  ],
  ['a task without title', push({ title: ' ' })],
  ['a title of two lines', push({ title: 'one\ntwo' })],
  ['priority 0', push({ priority: 0 })],
  ['priority 6', push({ priority: 6 })],
  ['a tag with a space', push({ tags: ['a b'] })],
  ['17 tags', push({ tags: Array.from({ length: 17 }, (_, index) => `t${index}`) })],
  ['no attempts', push({ maxAttempts: 0 })],
  ['an unknown field', push({ priorty: 5 })],
  ['a payload over its cap', push({ payload: big(MAX_TASK_BYTES) })],
  ['a payload in a cycle', push({ payload: cycle })],
  ['a payload with a function', push({ payload: { run: () => 1 } })],
  ['a payload that is a list', push({ payload: [] })],
  ['no tasks', (storage) => storage.queues.push({ tasks: [] })],
  [
    'the same id twice in a push',
    (storage) => storage.queues.push({ tasks: [newTask({ id: 'a' }), newTask({ id: 'a' })] }),
  ],
  ['a queue with a slash', (storage) => storage.queues.push({ queue: 'a/b', tasks: [newTask({ id: 'a' })] })],
  ['a claim of no tasks', (storage) => storage.queues.claim(claimRequest({ limit: 0 }))],
  ['a claim of 101 tasks', (storage) => storage.queues.claim(claimRequest({ limit: 101 }))],
  ['a claim without time', (storage) => storage.queues.claim(claimRequest({ leaseMs: 0 }))],
  ['a list of no states', (storage) => storage.queues.list({ states: [] })],
  ['a page of 1,001', (storage) => storage.queues.list({ limit: 1_001 })],
  ['a record that is a list', put({ value: [] })],
  ['a record over its cap', put({ value: big(MAX_MESSAGE_BYTES) })],
  ['a record with NaN', put({ value: { n: Number.NaN } })],
  ['a record with a bigint', put({ value: { n: 1n } })],
  [
    '9 labels',
    put({ labels: Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`l${index}`, 'x'])) }),
  ],
  ['a label that is too long', put({ labels: { state: 'x'.repeat(129) } })],
  ['a version below zero', put({ ifVersion: -1 })],
  ['a collection with a colon', put({ collection: 'a:b' })],
  ['an entry over its cap', append({ body: big(MAX_MESSAGE_BYTES) })],
  ['an entry that is text', append({ body: 'text' })],
  ['a log without name', append({ log: '' })],
  [
    'a permit out of none',
    (storage) =>
      storage.limits.acquirePermit({ name: 'p', permitId: 'a', holder: 'h', max: 0, ttlMs: LONG_MS }),
  ],
  ['a signal without channel', (storage) => storage.signals.publish({ channels: [] })],
  ['a channel with a space', (storage) => storage.signals.publish({ channels: ['a b'] })],
  ['a channel nobody can listen to', (storage) => storage.signals.listen({ channels: [' '] })],
];

/** A wrong call is refused with the reason, before anything is sent. */
export function describeBadInput(harness: StorageHarness): void {
  const guarantee = guarantees(harness);
  describe('bad input', () => {
    guarantee('is refused with the reason and stores nothing', async ({ storage }) => {
      await expectNoEvents(storage, async () => {
        for (const [name, call] of BAD) {
          const error = await expectCode(call(storage), ...CODES);
          expect(error.data, name).toHaveProperty('field');
        }
      });
    });

    guarantee('does not use up the operation it came with', async ({ storage }) => {
      const operation = { session: 'session-1', slot: 0, sequence: 1 };
      await storage.sessions.open({ session: 'session-1' });
      const broken = { collection: 'c', id: 'a b', value: {} };
      await expectCode(storage.records.put(broken, { operation }), 'invalid_argument');
      const reply = await storage.records.put({ ...broken, id: 'ab' }, { operation });
      expect(reply).toEqual({ status: 'stored', version: 1 });
    });

    guarantee('of any kind ends in an answer or a clear error', async ({ storage }) => {
      const calls = (wild: unknown): Array<Promise<unknown>> => [
        storage.records.put({ collection: 'c', id: 'a', value: wild as never }),
        storage.logs.append({ log: 'l', id: 'a', body: wild as never }),
        push({ payload: wild })(storage),
        push({ title: wild, tags: wild, priority: wild })(storage),
        acquire({ keys: wild })(storage),
        acquire({ holder: wild, details: wild })(storage),
        storage.queues.claim(claimRequest({ worker: wild as never, tags: wild as never })),
        storage.limits.reserve({ reservationId: 'r', charges: wild as never, ttlMs: LONG_MS }),
      ];
      await fc.assert(
        fc.asyncProperty(
          fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
          async (wild) => {
            for (const outcome of await Promise.allSettled(calls(wild))) {
              if (outcome.status === 'fulfilled') continue;
              expect(AgentCoordError.is(outcome.reason, ...CODES), String(outcome.reason)).toBe(true);
            }
          },
        ),
        { numRuns: 200 },
      );
    });
  });
}
