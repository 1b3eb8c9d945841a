import { crashPoint } from '@agentcoord/core';
import type { SharedView } from '../../gate/views.js';
import type { Host } from '../../host.js';
import { adopt } from '../../moves/take-without-owner.js';
import { isAhead } from '../../record/position.js';
import { shipToPrimary } from '../../shipper/ship-to-primary.js';
import { changeShared } from '../shared-gate.js';
import type { Progress, Seen } from '../step.js';
import { takeFacts, takeWithoutOwner, withCut } from '../take-without-owner.js';

type SeenBoth = Seen & { shared: SharedView };

/**
 * The primary owned and is another server now, or one that forgot. Where this store knows more, the primary
 * owns but runs nothing until it has been given that back.
 */
export function adoptAndRestore(host: Host, seen: SeenBoth): Promise<Progress> {
  const { own, shared } = seen;
  const forgot = shared.redis.mayHaveForgotten || shared.redis.ownership === null;
  const knowsMore = forgot && isAhead(own.view.position, shared.view.position);
  return takeWithoutOwner({
    host,
    seen,
    decide: (redis) => adopt(own.record, redis, takeFacts(host, seen)),
    also: (epoch) => ({
      restoring: knowsMore ? own.record.storeId : null,
      // Entities of a copy may be newer than its position: what is there is replaced, not continued.
      ...(knowsMore ? { whole: false } : {}),
      ...(forgot && !knowsMore ? cutHere(shared, epoch) : {}),
    }),
  });
}

/** Goes on with giving back, also where the host that began it is gone. */
export async function restore(host: Host, { own, shared }: SeenBoth): Promise<Progress> {
  const { storeId } = own.record;
  const { restoring, ownership } = shared.record;
  if (restoring === null || ownership === null) return 'settled';
  if (restoring !== storeId) {
    const isHere = shared.view.members.some((member) => member.storeId === restoring && !member.gone);
    if (isHere) return 'settled';
    await changeShared(host, shared, { restoring: storeId });
    return 'again';
  }
  if (isAhead(own.view.position, shared.view.position) || !shared.record.whole) {
    const { status } = await shipToPrimary(host, { forMs: host.times.lookGoodMs });
    crashPoint('failover-restored');
    return status === 'moved' || status === 'even' ? 'again' : 'settled';
  }
  await changeShared(host, shared, {
    restoring: null,
    whole: true,
    ...cutHere(shared, ownership.epoch, storeId),
  });
  return 'again';
}

function cutHere(shared: SharedView, epoch: number, restoredBy?: string) {
  const from = shared.view.position;
  const cut = restoredBy === undefined ? { epoch, from } : { epoch, from, restoredBy };
  return { cuts: withCut(shared.record.cuts, cut) };
}
