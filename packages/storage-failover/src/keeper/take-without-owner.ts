import { setShared } from '../gate/set-shared.js';
import type { Cut, SharedRecord } from '../gate/shared-record.js';
import type { SharedView } from '../gate/views.js';
import type { Host } from '../host.js';
import type { RedisMove } from '../moves/move.js';
import type { TakeFacts } from '../moves/take-without-owner.js';
import type { RedisRecord } from '../record/redis-record.js';
import { announce } from './shared-gate.js';
import type { Progress, Seen } from './step.js';

export interface Taking {
  host: Host;
  seen: Seen & { shared: SharedView };
  decide: (redis: RedisRecord) => RedisMove;
  /** What else the record says then. */
  also?: (epoch: number) => Partial<SharedRecord>;
}

/** Bind, adopt, take over: announced, waited out, then written under the condition that the announcement stood. */
export async function takeWithoutOwner({ host, seen, decide, also }: Taking): Promise<Progress> {
  const { shared, own } = seen;
  const { storeId } = own.record;
  const { objectionMs } = host.times;
  const move = decide(shared.redis);
  if (!move.allowed) {
    const standing = { storeId, stoodMs: objectionMs };
    if (!decide({ ...shared.redis, announcement: standing }).allowed) return 'settled';
    // Where somebody else's stands and he is here, it stays: two who announce do not start each other's time anew.
    if (shared.redis.announcement?.storeId !== storeId) await announce(host, storeId);
    return 'settled';
  }
  const { ownership, grantsHeldBackMs } = move;
  const replica = await host.primary.replica();
  const record = {
    ...shared.record,
    ownership,
    heldUntil: grantsHeldBackMs > 0 ? shared.view.now + grantsHeldBackMs : shared.record.heldUntil,
    restoring: null,
    ...also?.(ownership.epoch),
  };
  const needsAnnouncement = shared.redis.announcement?.storeId === storeId;
  await replica.setGate(
    setShared(shared, record, {
      ...(needsAnnouncement ? { ifAnnounced: { storeId, forMs: objectionMs } } : {}),
      holdGrantsMs: grantsHeldBackMs,
    }),
  );
  return 'again';
}

export function takeFacts({ times }: Host, { own, shared }: Taking['seen']): TakeFacts {
  return {
    objectionMs: times.objectionMs,
    longestLeaseMs: Math.max(times.lockDelayMs, own.view.longestLeaseMs, shared.view.longestLeaseMs),
    now: shared.view.now,
  };
}

export function withCut(cuts: readonly Cut[], cut: Cut): Cut[] {
  return [...cuts.filter(({ epoch }) => epoch !== cut.epoch), cut];
}
