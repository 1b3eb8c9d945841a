import {
  checkAcquirePermit,
  checkPermit,
  checkReserve,
  checkScopes,
  checkSettleSpend,
  checkTtl,
  type Limits,
} from '@agentcoord/core';
import { acquirePermit, releasePermit, renewPermit } from './limits/permits.js';
import { readSpend, reserve, settleSpend } from './limits/spend.js';
import { mutate } from './operations/mutate.js';
import type { Store } from './store/store.js';

export function createLimits(store: Store): Limits {
  return {
    async acquirePermit(request, options) {
      return mutate(store, acquirePermit, checkAcquirePermit(request), options);
    },
    async renewPermit(request, options) {
      return renewPermit(store, { ...checkPermit(request), ttlMs: checkTtl(request.ttlMs) }, options);
    },
    async releasePermit(request, options) {
      return mutate(store, releasePermit, checkPermit(request), options);
    },
    async reserve(request, options) {
      return mutate(store, reserve, checkReserve(request), options);
    },
    async settleSpend(request, options) {
      return mutate(store, settleSpend, checkSettleSpend(request), options);
    },
    async readSpend(request, options) {
      const { scopes } = checkScopes(request);
      return readSpend(store, scopes, options);
    },
  };
}
