import type { MutationOptions, Storage } from '@agentcoord/core';
import { LONG_MS } from '../harness/expectations.js';
import { granted, leaseRequest } from '../leases/requests.js';
import { claimOne, push } from '../queues/requests.js';
import { MUTATING_VERBS } from '../sessions/mutating-verbs.js';

export interface Mutation {
  name: string;
  onlyStrictLimits?: boolean;
  /** Makes ready, in a namespace that runs everything, what the call then changes. */
  prepare(storage: Storage): Promise<(options: MutationOptions) => Promise<unknown>>;
}

const RENEWALS: readonly Mutation[] = [
  {
    name: 'leases.renew',
    async prepare(storage) {
      const grant = await granted(storage, leaseRequest('one', 'file/a'));
      return (options) => storage.leases.renew({ ...grant, ttlMs: LONG_MS }, options);
    },
  },
  {
    name: 'queues.renew',
    async prepare(storage) {
      await push(storage, { id: 'a' });
      const { fence } = await claimOne(storage);
      return (options) => storage.queues.renew({ taskId: 'a', fence, leaseMs: LONG_MS }, options);
    },
  },
  {
    name: 'limits.renewPermit',
    onlyStrictLimits: true,
    async prepare(storage) {
      const permit = { name: 'llm-calls', permitId: 'permit-1', ttlMs: LONG_MS };
      await storage.limits.acquirePermit({ ...permit, holder: 'one', max: 1 });
      return (options) => storage.limits.renewPermit(permit, options);
    },
  },
];

/** Everything that changes something: the verbs with an envelope and the renewals. */
export const EVERY_MUTATION: readonly Mutation[] = [
  ...MUTATING_VERBS.map(
    (verb): Mutation => ({
      name: verb.name,
      ...(verb.onlyStrictLimits ? { onlyStrictLimits: true } : {}),
      async prepare(storage) {
        const { call } = await verb.prepare(storage);
        return (options) => call(storage, options);
      },
    }),
  ),
  ...RENEWALS,
];
