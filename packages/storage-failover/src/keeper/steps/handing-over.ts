import { crashPoint } from '@agentcoord/core';
import type { Host } from '../../host.js';
import { follow } from '../../moves/follow.js';
import { completeHandOver } from '../../moves/hand-over.js';
import { resume } from '../../moves/resume.js';
import { samePosition } from '../../record/position.js';
import { shipToPrimary } from '../../shipper/ship-to-primary.js';
import { changeOwn, lookAtOwn } from '../own-gate.js';
import { changeShared } from '../shared-gate.js';
import type { Progress, Seen } from '../step.js';
import { adoptAndRestore } from './adopting.js';

/** This store has stopped, and the primary owns or will own. Whoever comes by finishes what was begun. */
export async function handingOver(host: Host, seen: Seen): Promise<Progress> {
  const { own, shared } = seen;
  // Only the primary knows whether it owns already.
  if (shared === null) return 'settled';
  const followed = follow(own.record, shared.redis);
  if (followed.allowed) return changeOwn(host, own, followed.record, {});
  const resumed = resume(own.record, shared.redis);
  if (resumed.allowed) {
    await changeShared(host, shared, { ownership: resumed.ownership, restoring: null });
    return 'again';
  }
  if (!shared.redis.adopted) return adoptAndRestore(host, { ...seen, shared });
  const { view } = own;
  if (!samePosition(shared.redis.position, view.position) || !shared.record.whole) {
    const { status } = await shipToPrimary(host, { forMs: host.times.lookGoodMs });
    crashPoint('failover-hand-over-shipped');
    return status === 'moved' || status === 'even' ? 'again' : 'settled';
  }
  const now = (await lookAtOwn(host)).view;
  const grantsHeldBackMs = Math.max(0, own.record.heldUntil - now.now);
  const done = completeHandOver(own.record, shared.redis, { position: now.position, grantsHeldBackMs });
  if (!done.allowed) return 'settled';
  const heldUntil = grantsHeldBackMs > 0 ? shared.view.now + grantsHeldBackMs : 0;
  await changeShared(
    host,
    shared,
    { ownership: done.ownership, since: shared.view.now, heldUntil, restoring: null },
    { ifPosition: shared.view.position, holdGrantsMs: grantsHeldBackMs },
  );
  crashPoint('failover-hand-over-given');
  return 'again';
}
