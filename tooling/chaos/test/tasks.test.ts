import type { EventBody } from '../../../packages/core/src/index.js';
import { call, cases, evidence, settled, task } from './told.js';

const pushed = (id: string, span: [number, number] = [0, 1]) =>
  call('queues.push', span, { tasks: [{ id, title: id }] }, { reply: { tasks: [{ id, status: 'added' }] } });
const event = (type: EventBody['type'], entity: string): EventBody => ({
  type,
  entity,
  version: 1,
  fields: {},
});
const loss = { from: 40, until: 50 };

cases('NoLostTask', {
  honest: {
    'an acknowledged task that has ended': evidence([pushed('t')], { final: { tasks: [task('t')] } }),
    'a push that nobody heard of': evidence([call('queues.push', [0], { tasks: [{ id: 't', title: 't' }] })]),
    'a task gone with a loss that can be seen': evidence([pushed('t')], {
      losses: [loss],
      lossReported: true,
    }),
  },
  violating: {
    'an acknowledged task that is gone': evidence([pushed('t')]),
    'a task gone with a loss that nothing tells of': evidence([pushed('t')], { losses: [loss] }),
    'a task of after the loss that is gone': evidence([pushed('t', [60, 61])], {
      losses: [loss],
      lossReported: true,
    }),
    'a task that nobody could end': evidence([pushed('t')], { final: { tasks: [task('t', 'claimed')] } }),
    'a task that is there twice': evidence([pushed('t')], { final: { tasks: [task('t'), task('t')] } }),
  },
});

cases('OneCompletion', {
  honest: {
    'one completion': evidence([settled('t', [0, 1], 5)], {
      final: { tasks: [task('t')], events: [event('task-completed', 'task/t')] },
    }),
    'a completion again after the first was lost': evidence(
      [settled('t', [0, 1], 5), settled('t', [60, 61], 6)],
      { losses: [loss], final: { tasks: [task('t')] } },
    ),
  },
  violating: {
    'two workers that were told': evidence([settled('t', [0, 1], 5), settled('t', [60, 61], 6)], {
      final: { tasks: [task('t')] },
    }),
    'two after the loss': evidence([settled('t', [60, 61], 5), settled('t', [62, 63], 6)], {
      losses: [loss],
      final: { tasks: [task('t')] },
    }),
    'two events of completion': evidence([], {
      final: { events: [event('task-completed', 'task/t'), event('task-completed', 'task/t')] },
    }),
    'a completion that did not stay': evidence([settled('t', [0, 1], 5)], {
      final: { tasks: [task('t', 'ready')] },
    }),
  },
});

cases('NoGhost', {
  honest: {
    'what was asked for, heard of or not': evidence(
      [
        call('queues.push', [0], { tasks: [{ id: 't', title: 't' }] }),
        call('leases.acquire', [0], { grantId: 'g' }),
      ],
      {
        final: {
          tasks: [task('t')],
          events: [event('task-added', 'task/t'), event('lease-granted', 'lease/g')],
        },
      },
    ),
  },
  violating: {
    'a task nobody asked for': evidence([], { final: { tasks: [task('t')] } }),
    'an entry nobody asked for': evidence([], {
      final: { entries: [{ sequence: 1, id: 'e', at: 0, body: {} }] },
    }),
    'an audit entry nobody asked for': evidence([], { final: { auditIds: ['e'] } }),
    'a grant nobody asked for': evidence([], { final: { events: [event('lease-granted', 'lease/g')] } }),
    'a task that was added twice': evidence([], {
      final: { events: [event('task-added', 'task/t'), event('task-added', 'task/t')] },
    }),
  },
});
