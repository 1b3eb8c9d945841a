import { describe, expect, test } from 'vitest';
import {
  type Checker,
  type Evidence,
  fenceMono,
  type HistoryEntry,
  logComplete,
  NO_EVIDENCE,
  noGhost,
  noLostTask,
  oneCompletion,
  oneHolder,
} from '../../src/index.js';

const lease = (grantId: string, from: number, until: number, fence = from): HistoryEntry => ({
  kind: 'lease-granted',
  grantId,
  key: 'file/a',
  fence,
  from,
  until,
});
const claim = (taskId: string, at: number, fence: number): HistoryEntry => ({
  kind: 'task-claimed',
  taskId,
  fence,
  at,
});
const write = (version: number, fence: number): HistoryEntry => ({
  kind: 'write-accepted',
  resource: 'guarded',
  version,
  fence,
});
const entry = (sequence: number, id: string, number: number, author = 'Ada') => ({
  sequence,
  id,
  author,
  body: { number },
});
const told = (entryId: string, sequence: number): HistoryEntry => ({
  kind: 'entry-acknowledged',
  entryId,
  sequence,
});

function saw(...histories: HistoryEntry[][]): Evidence {
  return { ...NO_EVIDENCE, histories };
}

const acknowledged: HistoryEntry[] = [{ kind: 'task-acknowledged', taskId: 'a' }];
const completed: HistoryEntry = { kind: 'task-completed', taskId: 'a', fence: 1 };
const taskA = { id: 'a', state: 'completed' as const };
const completionEvent = { type: 'task-completed' as const, entity: 'task/a' };

const CASES: Record<
  string,
  { check: Checker; good: Record<string, Evidence>; bad: Record<string, Evidence> }
> = {
  OneHolder: {
    check: oneHolder,
    good: {
      'one grant after the other': saw([lease('g1', 10, 20)], [lease('g2', 20, 30)]),
      'a grant after an early release': saw(
        [lease('g1', 10, 90), { kind: 'lease-ending', grantId: 'g1', at: 15 }],
        [lease('g2', 15, 30)],
      ),
      'growing fences at the resource': saw([write(1, 5), write(3, 7)], [write(2, 5)]),
    },
    bad: {
      'a grant while another is valid': saw([lease('g1', 10, 20)], [lease('g2', 19, 30)]),
      'a grant within a long one, behind a short one': saw(
        [lease('g1', 10, 90), lease('g2', 90, 91)],
        [lease('g3', 50, 60)],
      ),
      'a write after one under a higher fence': saw([write(1, 5), write(3, 5)], [write(2, 7)]),
    },
  },
  FenceMono: {
    check: fenceMono,
    good: {
      'growing fences over leases and claims': saw(
        [lease('g1', 10, 20, 1), claim('a', 12, 3)],
        [claim('b', 11, 2)],
      ),
      'any order within one millisecond': saw([lease('g1', 10, 20, 2), lease('g2', 10, 20, 1)]),
    },
    bad: {
      'one fence for two': saw([lease('g1', 10, 20, 1)], [claim('a', 15, 1)]),
      'a later grant under a lower fence': saw([lease('g1', 10, 20, 5), lease('g2', 30, 40, 4)]),
    },
  },
  NoLostTask: {
    check: noLostTask,
    good: { 'an acknowledged task that is there': { ...saw(acknowledged), tasks: [taskA] } },
    bad: {
      'an acknowledged task that is gone': saw(acknowledged),
      'a task that is there twice': { ...saw(acknowledged), tasks: [taskA, taskA] },
      'a task in no known state': { ...NO_EVIDENCE, tasks: [{ id: 'a', state: 'lost' as 'ready' }] },
    },
  },
  OneCompletion: {
    check: oneCompletion,
    good: { 'one completion': { ...saw([completed]), tasks: [taskA], events: [completionEvent] } },
    bad: {
      'two workers that were told': { ...saw([completed], [completed]), tasks: [taskA] },
      'two events of completion': {
        ...saw([completed]),
        tasks: [taskA],
        events: [completionEvent, completionEvent],
      },
      'a completion that did not stay': { ...saw([completed]), tasks: [{ id: 'a', state: 'ready' }] },
    },
  },
  NoGhost: {
    check: noGhost,
    good: { 'what was asked for': { ...saw([{ kind: 'task-asked', taskId: 'a' }]), tasks: [taskA] } },
    bad: {
      'a task nobody asked for': { ...NO_EVIDENCE, tasks: [taskA] },
      'an entry nobody asked for': { ...NO_EVIDENCE, entries: [entry(1, 'e1', 1)] },
      'a grant nobody asked for': { ...NO_EVIDENCE, events: [{ type: 'lease-granted', entity: 'lease/g1' }] },
      'a task that was added twice': {
        ...NO_EVIDENCE,
        events: [
          { type: 'task-added', entity: 'task/a' },
          { type: 'task-added', entity: 'task/a' },
        ],
      },
    },
  },
  LogComplete: {
    check: logComplete,
    good: {
      'every entry in its place': {
        ...saw([told('e1', 1)], [told('e2', 2)]),
        entries: [entry(1, 'e1', 1), entry(2, 'e2', 1, 'Bob'), entry(3, 'e3', 2)],
      },
    },
    bad: {
      'an acknowledged entry that is gone': saw([told('e1', 1)]),
      'an entry that is there twice': {
        ...saw([told('e1', 1)]),
        entries: [entry(1, 'e1', 1), entry(2, 'e1', 2)],
      },
      'an entry in another place': {
        ...saw([told('e1', 2)]),
        entries: [entry(1, 'e1', 1), entry(2, 'e2', 2)],
      },
      'a gap': { ...NO_EVIDENCE, entries: [entry(1, 'e1', 1), entry(3, 'e3', 2)] },
      'entries of one author swapped': { ...NO_EVIDENCE, entries: [entry(1, 'e2', 2), entry(2, 'e1', 1)] },
    },
  },
};

for (const [name, { check, good, bad }] of Object.entries(CASES)) {
  describe(name, () => {
    test('accepts an empty history', () => expect(check(NO_EVIDENCE)).toEqual([]));
    for (const [what, evidence] of Object.entries(good)) {
      test(`accepts ${what}`, () => expect(check(evidence)).toEqual([]));
    }
    for (const [what, evidence] of Object.entries(bad)) {
      test(`accuses ${what}`, () => expect(check(evidence)).toHaveLength(1));
    }
  });
}
