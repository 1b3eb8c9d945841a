import { LONG_MS } from '../harness/expectations.js';
import type { MutatingVerb } from './mutating-verbs.js';

const PERMIT = { name: 'llm-calls', permitId: 'permit-1' };
const ASK = { ...PERMIT, holder: 'one', max: 3, ttlMs: LONG_MS };
const RESERVE = { reservationId: 'spend-1', charges: [{ scope: 'fleet', amount: 10 }], ttlMs: LONG_MS };
const SETTLE = { reservationId: 'spend-1', amounts: { fleet: 4 } };

export const LIMIT_VERBS: readonly MutatingVerb[] = [
  {
    name: 'limits.acquirePermit',
    onlyStrictLimits: true,
    async prepare(storage) {
      return {
        call: (client, options) => client.limits.acquirePermit(ASK, options),
        otherCall: (client, options) => client.limits.acquirePermit({ ...ASK, max: 2 }, options),
        meanwhile: () => storage.limits.releasePermit(PERMIT),
        events: ['permit-acquired permit/llm-calls/permit-1'],
      };
    },
  },
  {
    name: 'limits.releasePermit',
    onlyStrictLimits: true,
    async prepare(storage) {
      await storage.limits.acquirePermit(ASK);
      return {
        call: (client, options) => client.limits.releasePermit(PERMIT, options),
        otherCall: (client, options) =>
          client.limits.releasePermit({ ...PERMIT, permitId: 'permit-2' }, options),
        meanwhile: () => storage.limits.acquirePermit(ASK),
        events: ['permit-released permit/llm-calls/permit-1'],
      };
    },
  },
  {
    name: 'limits.reserve',
    async prepare(storage) {
      return {
        call: (client, options) => client.limits.reserve(RESERVE, options),
        otherCall: (client, options) => client.limits.reserve({ ...RESERVE, ttlMs: 1_000 }, options),
        meanwhile: () => storage.limits.settleSpend(SETTLE),
        events: ['spend-reserved spend/spend-1'],
      };
    },
  },
  {
    name: 'limits.settleSpend',
    async prepare(storage) {
      await storage.limits.reserve(RESERVE);
      return {
        call: (client, options) => client.limits.settleSpend(SETTLE, options),
        otherCall: (client, options) =>
          client.limits.settleSpend({ ...SETTLE, amounts: { fleet: 5 } }, options),
        events: ['spend-settled spend/spend-1'],
      };
    },
  },
];
