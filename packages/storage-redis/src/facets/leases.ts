import {
  type AcquireReply,
  type CheckedAcquire,
  checkAcquire,
  checkFence,
  checkId,
  checkInspect,
  checkLeaseIdentity,
  checkRevoke,
  checkTtl,
  type LeaseGrant,
  type LeaseKey,
  type Leases,
  type LeaseWaiter,
  type RenewReply,
} from '@agentcoord/core';
import type { Caller } from '../call/caller.js';
import { SCRIPTS } from '../scripts/scripts.js';

const { acquire, renew, release, revoke, inspect, guard } = SCRIPTS.leases;

export function redisLeases(caller: Caller): Leases {
  const { keys, link } = caller;
  return {
    async acquire(request, options) {
      const checked = caller.check(options, () => checkAcquire(request));
      const { grantId, holder, ttlMs, details } = checked;
      const input = {
        args: {
          grant_id: grantId,
          holder,
          places: placesOf(checked.keys),
          facts: factsOf(checked),
          ttl: ttlMs,
          details: details && JSON.stringify(details),
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
      const input = { args: { grant_id: grantId, fence } };
      const { value } = await caller.mutate(release, checked, input, options);
      return value as { status: 'released' | 'left' | 'gone' };
    },

    async revoke(request, options) {
      const checked = caller.check(options, () => checkRevoke(request));
      const { grantId, holder, reason, by } = checked;
      const input = { args: { grant_id: grantId, holder, reason, by } };
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
      const { value } = await caller.call(inspect, { args }, options);
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

/** One line a key: its class and the key. `x` and `s`: exclusive and shared, the node alone; `X` and `S`: with its tree. */
export function placesOf(keys: ReadonlyArray<Required<LeaseKey>>): string {
  return keys
    .map(({ key, mode, scope }) => {
      const letter = mode === 'exclusive' ? 'x' : 's';
      return `${scope === 'tree' ? letter.toUpperCase() : letter}${key}`;
    })
    .join('\n');
}

/** What never changes of a grant, as the fields of its JSON. */
export function factsOf({
  grantId,
  holder,
  keys,
}: Pick<CheckedAcquire, 'grantId' | 'holder' | 'keys'>): string {
  return `"grantId":"${grantId}","holder":${JSON.stringify(holder)},"keys":${JSON.stringify(keys)}`;
}
