import type { ResourceUse } from '../history/evidence.js';
import { call, cases, claimed, evidence, granted, settled } from './told.js';

const write = (grantId: string, fence: number, base: number, version: number): ResourceUse => ({
  ...{ kind: 'write', resource: 'file/a', grantId, fence, base, version, accepted: true, at: 0 },
});
const release = (grantId: string, sentAt: number) =>
  call('leases.release', [sentAt, sentAt + 1], { grantId }, { reply: { status: 'released' } });
const renew = (grantId: string, span: [number, number]) =>
  call('leases.renew', span, { grantId, ttlMs: 100 }, { reply: { status: 'renewed', expiresAt: 0 } });
const loss = { from: 40, until: 50 };

cases('OneHolder', {
  honest: {
    'one grant after the other': evidence([granted('g1', [0, 1], 5), granted('g2', [101, 102], 6)]),
    'a grant whose reply was late, once its time since the send is over': evidence([
      granted('g1', [0, 90], 5),
      granted('g2', [95, 105], 6),
    ]),
    'a grant after a release was sent': evidence([
      granted('g1', [0, 1], 5),
      release('g1', 10),
      granted('g2', [10, 12], 6),
    ]),
    'a grant of an ask whose first reply was lost': evidence([
      call('leases.acquire', [0, 50], { grantId: 'g1' }, { error: 'storage_unknown' }),
      granted('g1', [60, 61], 5),
      granted('g2', [102, 103], 6),
    ]),
    'grants of different keys': evidence([
      granted('g1', [0, 1], 5, 'file/a'),
      granted('g2', [2, 3], 6, 'file/b'),
    ]),
    'a claim beside one that a loss has ended': evidence(
      [claimed('t', [30, 31], 5), claimed('t', [60, 61], 6)],
      { losses: [loss] },
    ),
    'a grant after a loss that nobody could notice': evidence(
      [granted('g1', [30, 31], 5), granted('g2', [60, 61], 6)],
      { losses: [{ ...loss, unnoticed: true }] },
    ),
    'writes that build on each other': evidence([], { uses: [write('g1', 5, 0, 1), write('g2', 6, 1, 2)] }),
  },
  violating: {
    'a grant while another is valid': evidence([granted('g1', [0, 1], 5), granted('g2', [2, 3], 6)]),
    'a grant below a folder that is held': evidence([
      granted('g1', [0, 1], 5, 'file'),
      granted('g2', [2, 3], 6, 'file/b'),
    ]),
    'a grant while a renewed one is valid': evidence([
      granted('g1', [0, 1], 5),
      renew('g1', [90, 91]),
      granted('g2', [150, 151], 6),
    ]),
    'a grant while one of before a loss is valid': evidence(
      [granted('g1', [30, 31], 5), granted('g2', [60, 61], 6)],
      { losses: [loss] },
    ),
    'a grant while another is valid, both after a loss that nobody could notice': evidence(
      [granted('g1', [60, 61], 5), granted('g2', [70, 71], 6)],
      { losses: [{ ...loss, unnoticed: true }] },
    ),
    'two claims of one task': evidence([claimed('t', [0, 1], 5), claimed('t', [2, 3], 6)]),
    'a write over what its writer had not seen': evidence([], {
      uses: [write('g2', 6, 0, 1), write('g1', 6, 0, 2)],
    }),
  },
});

cases('FenceMono', {
  honest: {
    'growing fences over leases and claims': evidence([granted('g1', [0, 1], 5), claimed('t', [2, 3], 6)]),
    'any order of what was under way together': evidence([
      granted('g1', [0, 10], 6),
      granted('g2', [5, 8], 5),
    ]),
    'the same grant, told twice': evidence([granted('g1', [0, 1], 5), granted('g1', [2, 3], 5)]),
    'a grant of an ask whose first reply was lost': evidence([
      call('leases.acquire', [0, 50], { grantId: 'g1' }, { error: 'storage_unknown' }),
      granted('g2', [10, 20], 6),
      granted('g1', [60, 61], 5),
    ]),
  },
  violating: {
    'one fence for two': evidence([granted('g1', [0, 10], 5), granted('g2', [1, 11], 5, 'file/b')]),
    'a later grant under a lower fence': evidence([granted('g1', [0, 1], 6), granted('g2', [200, 201], 5)]),
    'a lower fence after a loss': evidence([claimed('t', [0, 1], 6), claimed('u', [200, 201], 5)], {
      losses: [loss],
    }),
  },
});

const always = { refusal: 'always' as const, cutOff: [{ host: 0, from: 0, until: 10 }] };
const whileShared = { refusal: 'while-shared' as const, cutOff: [{ host: 0, from: 1_000, until: 3_000 }] };
const taken = (store: string, epoch: number, span: [number, number]) =>
  call('accepted', span, { store, verb: 'leases.acquire', epoch }, { reply: true });

cases('Refusal', {
  honest: {
    'a grant of somebody who is not cut off': evidence([granted('g1', [2, 3], 5)], {
      ...always,
      cutOff: [{ host: 1, from: 0, until: 10 }],
    }),
    'a grant that was under way when it began': evidence([granted('g1', [2, 5], 5)], {
      ...always,
      cutOff: [{ host: 0, from: 3, until: 10 }],
    }),
    'a settlement, which grants nothing': evidence([settled('t', [2, 3], 5)], always),
    'a grant of a host that has the namespace to itself': evidence(
      [taken('host 0', 2, [0, 1]), granted('g1', [2_000, 2_001], 5)],
      whileShared,
    ),
    'a grant of one that became the owner in that moment': evidence(
      [taken('primary', 2, [0, 1]), taken('host 0', 3, [1_900, 1_901]), granted('g1', [2_000, 2_001], 5)],
      whileShared,
    ),
  },
  violating: {
    'a grant of somebody who is cut off': evidence([granted('g1', [2, 3], 5)], always),
    'a claim of somebody who is cut off': evidence([claimed('t', [2, 3], 5)], always),
    'a grant of a host that shares the namespace': evidence(
      [taken('primary', 2, [0, 1]), granted('g1', [2_000, 2_001], 5)],
      whileShared,
    ),
  },
});
