import {
  checkAcquire,
  checkFence,
  checkId,
  checkInspect,
  checkLeaseIdentity,
  checkRevoke,
  checkTtl,
  type Leases,
} from '@agentcoord/core';
import { acquire } from './leases/acquire.js';
import { inspect } from './leases/inspect.js';
import { release } from './leases/release.js';
import { renew } from './leases/renew.js';
import { revoke } from './leases/revoke.js';
import { findLease } from './leases/rows.js';
import { mutate } from './operations/mutate.js';
import type { Store } from './store/store.js';

export function createLeases(store: Store): Leases {
  return {
    async acquire(request, options) {
      return mutate(store, acquire, checkAcquire(request), options);
    },
    async renew(request, options) {
      return renew(store, { ...checkLeaseIdentity(request), ttlMs: checkTtl(request.ttlMs) }, options);
    },
    async release({ grantId, fence }, options) {
      const checked = {
        grantId: checkId(grantId, 'grantId'),
        ...(fence === undefined ? {} : { fence: checkFence(fence) }),
      };
      return mutate(store, release, checked, options);
    },
    async revoke(request, options) {
      return mutate(store, revoke, checkRevoke(request), options);
    },
    async inspect(request, options) {
      return inspect(store, checkInspect(request), options);
    },
    async guard(request, options) {
      const { grantId, fence } = checkLeaseIdentity(request);
      return store.read((view) => {
        const row = findLease(view, grantId);
        if (!row || row.fence !== fence || row.expires_at <= view.now) return { valid: false };
        return { valid: true, expiresAt: row.expires_at };
      }, options);
    },
  };
}
