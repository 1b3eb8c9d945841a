import { expect, test } from 'vitest';
import { type Excuses, unexpectedErrors } from '../checkers/errors.js';
import type { Verbs } from '../history/call.js';
import { call } from './told.js';

const NO_EXCUSE: Excuses = { faults: [], lost: false, misconfigured: () => false };

function found(error: string, excuses: Partial<Excuses> = {}, verb: keyof Verbs = 'queues.push'): number {
  return unexpectedErrors([call(verb, [0, 1], {}, { error })], { ...NO_EXCUSE, ...excuses }).length;
}

test('a store that cannot be reached is no bug, and a bug is one', () => {
  expect(found('storage_unavailable')).toBe(0);
  expect(found('storage_unknown')).toBe(0);
  expect(found('internal')).toBe(1);
  expect(found('foreign')).toBe(1);
  expect(found('storage_corrupt')).toBe(1);
});

test('what only one fault explains is excused by that fault alone', () => {
  expect(found('storage_unwritable')).toBe(1);
  expect(found('storage_unwritable', { faults: ['memory-full'] })).toBe(0);
  expect(found('disk_full', { faults: ['memory-full'] })).toBe(1);
  expect(found('disk_full', { faults: ['disk-full'] })).toBe(0);
  expect(found('session_expired')).toBe(1);
  expect(found('session_expired', { lost: true })).toBe(0);
});

test('only the stores behind a failover say that another one owns', () => {
  expect(found('not_owner')).toBe(1);
  expect(found('not_owner', {}, 'accepted')).toBe(0);
  expect(found('internal', {}, 'accepted')).toBe(1);
});

test('a wrong password concerns the one who has it', () => {
  expect(found('misconfigured', { misconfigured: (worker) => worker === 'ada' })).toBe(0);
  expect(found('misconfigured', { misconfigured: (worker) => worker === 'bob' })).toBe(1);
  expect(found('misconfigured', {}, 'approvals.approve')).toBe(0);
});
