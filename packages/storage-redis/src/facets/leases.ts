import {
  type AcquireReply,
  checkAcquire,
  checkFence,
  checkId,
  checkInspect,
  checkLeaseIdentity,
  checkRevoke,
  checkTtl,
  keySpace,
  type LeaseGrant,
  type Leases,
  type LeaseWaiter,
  type RenewReply,
} from '@agentcoord/core';
import type { Caller } from '../call/caller.js';
import { SCRIPTS } from '../scripts/scripts.js';

const { acquire, renew, release, revoke, inspect, guard } = SCRIPTS.leases;

export function redisLeases(caller: Caller): Leases {
  const { keys, link } = caller;
  const indexes = {
    grant_ends: keys.grantEnds,
    grant_order: keys.grantOrder,
    held_keys: keys.heldKeys,
    marks: keys.marks,
    waiter_ends: keys.waiterEnds,
    waiter_order: keys.waiterOrder,
    wanted_keys: keys.wantedKeys,
  };
  return {
    async acquire(request, options) {
      const checked = caller.check(options, () => checkAcquire(request));
      const { grantId, holder, ttlMs } = checked;
      const input = {
        keys: {
          ...indexes,
          grant: keys.grant(grantId),
          waiter: keys.waiter(grantId),
          holder_grants: keys.holderGrants(holder),
        },
        args: {
          grant_id: grantId,
          holder,
          keys: JSON.stringify(checked.keys),
          space: keySpace(checked.keys[0]?.key ?? ''),
          ttl: ttlMs,
          details: checked.details && JSON.stringify(checked.details),
          wait_ttl: checked.waitTtlMs,
          min_fence: Math.max(checked.minFence ?? 0, link.memory.highestFence),
        },
      };
      const { value } = await caller.mutate(acquire, checked, input, options);
      const reply = value as unknown as AcquireReply;
      if (reply.status === 'granted') link.sawGrant(reply.grant);
      return reply;
    },

    async renew(request, options) {
      const { grantId, fence, ttlMs } = caller.check(options, () => ({
        ...checkLeaseIdentity(request),
        ttlMs: checkTtl(request.ttlMs),
      }));
      const input = {
        keys: { grant: keys.grant(grantId), grant_ends: keys.grantEnds },
        args: { grant_id: grantId, fence, ttl: ttlMs },
      };
      const { value } = await caller.call(renew, input, options);
      const reply = value as unknown as RenewReply;
      if (reply.status === 'renewed') link.sawLease(ttlMs);
      return reply;
    },

    async release(request, options) {
      const checked = caller.check(options, () => ({
        grantId: checkId(request.grantId, 'grantId'),
        ...(request.fence === undefined ? {} : { fence: checkFence(request.fence) }),
      }));
      const { grantId, fence } = checked;
      const input = { keys: { ...indexes, grant: keys.grant(grantId) }, args: { grant_id: grantId, fence } };
      const { value } = await caller.mutate(release, checked, input, options);
      return value as { status: 'released' | 'left' | 'gone' };
    },

    async revoke(request, options) {
      const checked = caller.check(options, () => checkRevoke(request));
      const { grantId, holder, reason, by } = checked;
      const input = { keys: indexes, args: { grant_id: grantId, holder, reason, by } };
      const { value } = await caller.mutate(revoke, checked, input, options);
      return { revoked: value.revoked as unknown as LeaseGrant[] };
    },

    async inspect(request, options) {
      const { under, holder, grantId, limit, cursor } = caller.check(options, () => checkInspect(request));
      const [afterFence = '0', afterTicket = '0'] = cursor?.split('.') ?? [];
      const args = {
        under,
        holder,
        grant_id: grantId,
        limit,
        after_fence: afterFence,
        after_ticket: afterTicket,
      };
      const { value } = await caller.call(inspect, { keys: indexes, args }, options);
      return {
        grants: value.grants as unknown as LeaseGrant[],
        waiters: value.waiters as unknown as LeaseWaiter[],
        ...(value.afterFence === undefined ? {} : { cursor: `${value.afterFence}.${value.afterTicket}` }),
      };
    },

    async guard(request, options) {
      const { grantId, fence } = caller.check(options, () => checkLeaseIdentity(request));
      const { value } = await caller.call(
        guard,
        { keys: { grant: keys.grant(grantId) }, args: { fence } },
        options,
      );
      return value as { valid: boolean; expiresAt?: number };
    },
  };
}
