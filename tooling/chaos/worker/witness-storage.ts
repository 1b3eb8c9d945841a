import type { Storage } from '../../../packages/core/src/index.js';
import type { CallRecorder } from './call-recorder.js';
import { eachVerb } from './each-verb.js';

const MUTATIONS = [
  'leases.acquire',
  'leases.renew',
  'leases.release',
  'queues.push',
  'queues.claim',
  'queues.renew',
  'queues.settle',
  'records.put',
  'logs.append',
];

/** One of the stores behind a failover; which mutations it took at which epoch is written down. */
export function witnessed(storage: Storage, store: string, calls: CallRecorder): Storage {
  return eachVerb(storage, (name, verb) => {
    if (!MUTATIONS.includes(name)) return verb;
    return async (request, options) => {
      let reply: unknown;
      const asked = { store, verb: name, epoch: options?.epoch };
      await calls.record('accepted', asked, async () => {
        reply = await verb(request, options);
        return true;
      });
      return reply;
    };
  });
}
