import type { MutatingVerb } from './mutating-verbs.js';

const THING = { collection: 'things', id: 'a' };

export const RECORD_VERBS: readonly MutatingVerb[] = [
  {
    name: 'records.put',
    async prepare(storage) {
      return {
        call: (client, options) => client.records.put({ ...THING, value: { n: 1 } }, options),
        otherCall: (client, options) => client.records.put({ ...THING, value: { n: 2 } }, options),
        meanwhile: () => storage.records.put({ ...THING, value: { n: 3 } }),
        events: ['record-stored record/things/a'],
      };
    },
  },
  {
    name: 'records.remove',
    async prepare(storage) {
      await storage.records.put({ ...THING, value: { n: 1 } });
      return {
        call: (client, options) => client.records.remove(THING, options),
        otherCall: (client, options) => client.records.remove({ ...THING, id: 'b' }, options),
        meanwhile: () => storage.records.put({ ...THING, value: { n: 2 } }),
        events: ['record-removed record/things/a'],
      };
    },
  },
];
