import type { StoreState } from '../history/evidence.js';
import { cases, evidence } from './told.js';

const store = (name: string, digest: string, ...ids: string[]): StoreState => ({
  store: name,
  digest,
  events: ids.map((id, index) => ({
    sequence: index + 1,
    id,
    body: { type: 'lease-granted', entity: `lease/${id}`, version: 1, fields: {} },
  })),
});

cases('OneOwner', {
  honest: {
    'a follower that is behind': evidence([], {
      stores: [store('redis', '', 'a', 'b'), store('host 0', '', 'a')],
    }),
  },
  violating: {
    'two events under one number': evidence([], {
      stores: [store('redis', '', 'a', 'b'), store('host 0', '', 'a', 'c')],
    }),
  },
});

cases('Convergence', {
  honest: {
    'equal copies': evidence([], { stores: [store('redis', 'x'), store('host 0', 'x')] }),
  },
  violating: {
    'a follower that differs': evidence([], { stores: [store('redis', 'x'), store('host 0', 'y')] }),
  },
});
