import type { StoreState } from '../history/evidence.js';
import { call, cases, evidence } from './told.js';

const store = (name: string, lines: string[], ...ids: string[]): StoreState => ({
  ...{ store: name, lines, digest: lines.join(), position: { epoch: 1, sequence: ids.length }, record: {} },
  events: ids.map((id, index) => ({
    sequence: index + 1,
    id,
    body: { type: 'lease-granted', entity: `lease/${id}`, version: 1, fields: {} },
  })),
});
const taken = (name: string, epoch: number, span: [number, number]) =>
  call('accepted', span, { store: name, verb: 'queues.push', epoch }, { reply: true });

cases('OneOwner', {
  honest: {
    'a follower that is behind': evidence([], {
      stores: [store('primary', [], 'a', 'b'), store('host 0', [], 'a')],
    }),
    'a handover': evidence([
      taken('host 0', 1, [0, 1]),
      taken('primary', 2, [2, 3]),
      taken('host 0', 3, [4, 5]),
    ]),
    'a mutation that was under way when the other owner began': evidence([
      taken('host 0', 1, [0, 9]),
      taken('primary', 2, [2, 3]),
    ]),
  },
  violating: {
    'two events under one number': evidence([], {
      stores: [store('primary', [], 'a', 'b'), store('host 0', [], 'a', 'c')],
    }),
    'two stores at one epoch': evidence([taken('host 0', 1, [0, 1]), taken('primary', 1, [2, 3])]),
    'a mutation of an earlier owner': evidence([taken('primary', 2, [0, 1]), taken('host 0', 1, [2, 3])]),
  },
});

cases('Convergence', {
  honest: {
    'equal copies': evidence([], { stores: [store('primary', ['x']), store('host 0', ['x'])] }),
  },
  violating: {
    'a follower that differs': evidence([], { stores: [store('primary', ['x']), store('host 0', ['y'])] }),
  },
});
