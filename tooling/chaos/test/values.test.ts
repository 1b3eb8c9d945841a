import type { LogEntry, StoredRecord } from '../../../packages/core/src/index.js';
import type { SeenApproval } from '../history/evidence.js';
import { call, cases, evidence } from './told.js';

const loss = { from: 40, until: 50 };

const appended = (id: string, span: [number, number], sequence: number) =>
  call('logs.append', span, { log: 'chaos', id }, { reply: { sequence } });
const entries = (...ids: string[]): LogEntry[] =>
  ids.map((id, index) => ({ sequence: index + 1, id, at: 0, body: {} }));

cases('LogComplete', {
  honest: {
    'every entry in its place': evidence([appended('a', [0, 1], 1), appended('b', [2, 3], 2)], {
      final: { entries: entries('a', 'b') },
    }),
    'an entry that was sent again after another': evidence(
      [
        call('logs.append', [0, 9], { id: 'a' }, { error: 'storage_unknown' }),
        appended('b', [2, 3], 2),
        appended('a', [20, 21], 1),
      ],
      { final: { entries: entries('a', 'b') } },
    ),
    'an entry gone with a loss that can be seen': evidence([appended('a', [0, 1], 1)], {
      losses: [loss],
      lossReported: true,
    }),
    'an audit log with gaps after a loss': evidence([], {
      losses: [loss],
      final: { audit: { status: 'tampered', findings: ['a gap'] } },
    }),
  },
  violating: {
    'an acknowledged entry that is gone': evidence([appended('a', [0, 1], 1)]),
    'an entry gone with a loss that nothing tells of': evidence([appended('a', [0, 1], 1)], {
      losses: [loss],
    }),
    'an entry in another place': evidence([appended('b', [0, 1], 1)], {
      final: { entries: entries('a', 'b') },
    }),
    'a gap': evidence([], { final: { entries: entries('a', 'b', 'c').filter(({ id }) => id !== 'b') } }),
    'an entry before one that its author had heard of': evidence(
      [appended('b', [0, 1], 2), appended('a', [5, 6], 1)],
      { final: { entries: entries('a', 'b') } },
    ),
    'an audit log that does not verify': evidence([], {
      final: { audit: { status: 'tampered', findings: ['a gap'] } },
    }),
    'an audit entry that is gone': evidence([call('audit.log', [0, 1], { id: 'a' }, { reply: { id: 'a' } })]),
  },
});

const decided = (verb: 'approve' | 'reject' | 'consume', by: string, span: [number, number]) =>
  call(`approvals.${verb}`, span, { id: 'ask', by }, { reply: { status: 'approved', by } });
const seen = (more: Partial<SeenApproval>): SeenApproval => ({
  ...{ id: 'ask', status: 'approved', requestedBy: 'eve', by: 'ada', expiresAt: 100 },
  ...more,
});

cases('Approval', {
  honest: {
    'one yes and one use': evidence([decided('approve', 'ada', [0, 1]), decided('consume', 'eve', [2, 3])], {
      final: { approvals: [seen({ decidedAt: 1, usedAt: 3, usableUntil: 100 })] },
    }),
    'another decision after the first was lost': evidence(
      [decided('approve', 'ada', [0, 1]), decided('reject', 'bob', [60, 61])],
      { losses: [loss], final: { approvals: [seen({ status: 'rejected', by: 'bob' })] } },
    ),
  },
  violating: {
    'two that decided it': evidence([decided('approve', 'ada', [0, 1]), decided('approve', 'ada', [2, 3])], {
      final: { approvals: [seen({})] },
    }),
    'two that used it': evidence([decided('consume', 'ada', [0, 1]), decided('consume', 'bob', [2, 3])]),
    'a use of what was rejected': evidence(
      [decided('reject', 'ada', [0, 1]), decided('consume', 'bob', [2, 3])],
      { final: { approvals: [seen({ status: 'rejected' })] } },
    ),
    'a decision that did not stay': evidence([decided('approve', 'ada', [0, 1])], {
      final: { approvals: [seen({ status: 'pending' })] },
    }),
    'a decision by who asked': evidence([], { final: { approvals: [seen({ by: 'eve' })] } }),
    'a decision after the expiry': evidence([], { final: { approvals: [seen({ decidedAt: 101 })] } }),
    'a use that came too late': evidence([], {
      final: { approvals: [seen({ usedAt: 60, usableUntil: 50 })] },
    }),
  },
});

const put = (text: string, span: [number, number?], ifVersion?: number, reply?: unknown, error?: string) =>
  call(
    'records.put',
    span,
    { collection: 'register', id: 'one', value: { text }, ...(ifVersion === undefined ? {} : { ifVersion }) },
    { reply, error },
  );
const stored = (version: number) => ({ status: 'stored', version });
const got = (span: [number, number], version: number, text = '') =>
  call(
    'records.get',
    span,
    { collection: 'register', ids: ['one'] },
    { reply: [version === 0 ? null : ({ version, value: { text } } as unknown as StoredRecord)] },
  );

cases('Register', {
  honest: {
    'a write that is read': evidence([put('a', [0, 1], 0, stored(1)), got([2, 3], 1, 'a')]),
    'a read beside a write, of before it': evidence([put('a', [0, 9], 0, stored(1)), got([2, 3], 0)]),
    'a write of unknown outcome that is read later': evidence([
      put('a', [0], 0),
      got([5, 6], 0),
      got([7, 8], 1, 'a'),
    ]),
    'a conflict with what is there': evidence([
      put('a', [0, 1], 0, stored(1)),
      put('b', [2, 3], 0, { status: 'conflict', version: 1 }),
    ]),
    'a copy’s answer of an earlier moment': evidence(
      [put('a', [0, 1], 0, stored(1)), put('b', [2, 3], 1, stored(2)), got([4, 5], 1, 'a')],
      { staleReads: true },
    ),
    'an older value after a loss': evidence(
      [put('a', [0, 1], 0, stored(1)), put('b', [2, 3], 1, stored(2)), got([60, 61], 1, 'a')],
      { losses: [loss] },
    ),
  },
  violating: {
    'a read of what was overwritten': evidence([
      put('a', [0, 1], 0, stored(1)),
      put('b', [2, 3], 1, stored(2)),
      got([4, 5], 1, 'a'),
    ]),
    'two writes over one version': evidence([put('a', [0, 1], 0, stored(1)), put('b', [2, 3], 0, stored(1))]),
    'a write that did not run, and is read': evidence([
      put('a', [0, 1], 0, undefined, 'storage_unavailable'),
      got([2, 3], 1, 'a'),
    ]),
    'a write that came and went': evidence([put('a', [0], 0), got([5, 6], 1, 'a'), got([7, 8], 0)]),
    'a copy’s answer that was never true': evidence([put('a', [0, 1], 0, stored(1)), got([4, 5], 2, 'a')], {
      staleReads: true,
    }),
    'a conflict with what is not there': evidence([put('b', [2, 3], 0, { status: 'conflict', version: 1 })]),
    'an older value after what was read since the loss': evidence(
      [got([60, 61], 2, 'b'), got([62, 63], 1, 'a')],
      { losses: [loss] },
    ),
  },
});
