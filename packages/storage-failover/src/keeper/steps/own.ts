import { crashPoint } from '@agentcoord/core';
import type { SharedView } from '../../gate/views.js';
import type { Host } from '../../host.js';
import { beginHandOver } from '../../moves/hand-over.js';
import { lookAtRedis } from '../../moves/look.js';
import { noteConflicts } from '../../shipper/note-conflicts.js';
import { shipToPrimary } from '../../shipper/ship-to-primary.js';
import { changeOwn, sinceLookMs } from '../own-gate.js';
import { changeShared, hasOthers } from '../shared-gate.js';
import type { Progress, Seen } from '../step.js';

/** So many events are shipped well within the time that mutations wait for a handover. */
const ALMOST_EVEN = 1_000;

/** The store of this host owns: look, object, give way, or hand over to those who have come. */
export async function own(host: Host, seen: Seen): Promise<Progress> {
  const { own, shared } = seen;
  const withoutGap = sinceLookMs(host, own) < host.times.objectionMs;
  const look = lookAtRedis(own.record, shared?.redis ?? null, withoutGap);
  if (look.verdict === 'waits') return 'settled';
  if (look.verdict === 'restores' && shared !== null) {
    const isWhole = shared.record.whole && !shared.redis.mayHaveForgotten && shared.redis.ownership !== null;
    await changeShared(host, shared, { ownership: look.ownership, whole: isWhole, restoring: null });
    return 'again';
  }
  if (look.verdict === 'yields' && shared !== null) {
    await noteConflicts(host, seen.own, shared);
    if (shared.record.ownership?.epoch !== look.ownership.epoch)
      if ((await changeShared(host, shared, { ownership: look.ownership })) !== 'set') return 'again';
    return changeOwn(host, own, look.record);
  }
  // That it may own was an option, and options change.
  const isAskedFor =
    shared !== null &&
    (hasOthers(shared, own.record.storeId) || seen.wish === 'hand-over' || !host.mayOwnLocally);
  if (shared !== null && isAskedFor && (await isAlmostEven(host, seen, shared))) {
    const begun = beginHandOver(own.record, shared.redis, true);
    if (begun.allowed) {
      await changeOwn(host, own, begun.record);
      crashPoint('failover-hand-over-begun');
      return 'again';
    }
  }
  await admit(host, seen);
  return 'settled';
}

/** The look was good: mutations run until half the objection time after it began. */
async function admit(host: Host, { own, shared, startedAt, lookedAt }: Seen): Promise<void> {
  const goneSince = shared === null ? (host.primary.gone?.since ?? 0) : 0;
  const lookedAtUptimeMs = host.uptimeMs() - (host.clock.elapsed() - startedAt);
  await changeOwn(
    host,
    own,
    { ...own.record, lookedAt, lookedAtUptimeMs, goneSince },
    { admitsUntil: Math.floor(lookedAt + host.times.lookGoodMs) },
  );
}

async function isAlmostEven(host: Host, { own }: Seen, shared: SharedView): Promise<boolean> {
  const behind = own.view.position.sequence - shared.view.position.sequence;
  if (shared.record.whole && behind <= ALMOST_EVEN && behind >= 0) return true;
  await shipToPrimary(host, { forMs: host.times.lookEveryMs / 2 });
  return false;
}
