import {
  checkAcquirePermit,
  checkPermit,
  checkReserve,
  checkScopes,
  checkSettleSpend,
  checkTtl,
  type Limits,
  type PermitReply,
  type ReserveReply,
} from '@agentcoord/core';
import type { Caller } from '../call/caller.js';
import { SCRIPTS } from '../scripts/scripts.js';

const { acquirePermit, renewPermit, releasePermit, reserve, settleSpend, readSpend } = SCRIPTS.limits;

export function redisLimits(caller: Caller): Limits {
  const { keys } = caller;
  const spending = { spend: keys.spend, reservations: keys.reservations };
  return {
    async acquirePermit(request, options) {
      const checked = caller.check(options, () => checkAcquirePermit(request));
      const { name, permitId, holder, max, ttlMs } = checked;
      const args = { name, permit_id: permitId, holder, max, ttl: ttlMs };
      const { value } = await caller.mutate(
        acquirePermit,
        checked,
        { keys: { permits: keys.permits(name) }, args },
        options,
      );
      return value as unknown as PermitReply;
    },

    async renewPermit(request, options) {
      const { name, permitId, ttlMs } = caller.check(options, () => ({
        ...checkPermit(request),
        ttlMs: checkTtl(request.ttlMs),
      }));
      const input = {
        keys: { permits: keys.permits(name) },
        args: { name, permit_id: permitId, ttl: ttlMs },
      };
      const { value } = await caller.call(renewPermit, input, options);
      return value as unknown as Awaited<ReturnType<Limits['renewPermit']>>;
    },

    async releasePermit(request, options) {
      const checked = caller.check(options, () => checkPermit(request));
      const { name, permitId } = checked;
      const input = { keys: { permits: keys.permits(name) }, args: { name, permit_id: permitId } };
      const { value } = await caller.mutate(releasePermit, checked, input, options);
      return value as { status: 'released' | 'gone' };
    },

    async reserve(request, options) {
      const checked = caller.check(options, () => checkReserve(request));
      const { reservationId, charges, ttlMs } = checked;
      const input = {
        keys: { ...spending, reservation: keys.reservation(reservationId) },
        args: { reservation_id: reservationId, charges: JSON.stringify(charges), ttl: ttlMs },
      };
      const { value } = await caller.mutate(reserve, checked, input, options);
      return value as unknown as ReserveReply;
    },

    async settleSpend(request, options) {
      const checked = caller.check(options, () => checkSettleSpend(request));
      const { reservationId, amounts } = checked;
      const input = {
        keys: { ...spending, reservation: keys.reservation(reservationId) },
        args: { reservation_id: reservationId, amounts: JSON.stringify(amounts) },
      };
      const { value } = await caller.mutate(settleSpend, checked, input, options);
      return value as { status: 'settled' | 'gone' };
    },

    async readSpend(request, options) {
      const { scopes } = caller.check(options, () => checkScopes(request));
      for (;;) {
        const { value } = await caller.call(
          readSpend,
          { keys: spending, args: { scopes: JSON.stringify(scopes) } },
          options,
        );
        if (value.concluded === true)
          return value.spend as Array<{ scope: string; spent: number; reserved: number }>;
      }
    },
  };
}
