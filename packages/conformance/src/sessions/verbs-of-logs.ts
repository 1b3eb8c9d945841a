import type { MutatingVerb } from './mutating-verbs.js';

export const LOG_VERBS: readonly MutatingVerb[] = [
  {
    name: 'logs.append',
    async prepare(storage) {
      return {
        call: (client, options) => client.logs.append({ log: 'audit', id: 'a', body: { n: 1 } }, options),
        otherCall: (client, options) =>
          client.logs.append({ log: 'audit', id: 'b', body: { n: 1 } }, options),
        meanwhile: () => storage.logs.archive({ log: 'audit', upTo: 1 }),
        events: ['log-appended log/audit'],
      };
    },
  },
  {
    name: 'logs.archive',
    async prepare(storage) {
      for (const id of ['a', 'b', 'c']) await storage.logs.append({ log: 'audit', id, body: {} });
      return {
        call: (client, options) => client.logs.archive({ log: 'audit', upTo: 2 }, options),
        otherCall: (client, options) => client.logs.archive({ log: 'audit', upTo: 3 }, options),
        events: ['log-archived log/audit'],
      };
    },
  },
];
