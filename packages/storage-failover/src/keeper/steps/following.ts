import { crashPoint } from '@agentcoord/core';
import type { OwnView, SharedView } from '../../gate/views.js';
import type { Host } from '../../host.js';
import { follow } from '../../moves/follow.js';
import { resume } from '../../moves/resume.js';
import { becomeOwner, takeBack } from '../../moves/take-back.js';
import { takeOver } from '../../moves/take-without-owner.js';
import { storeOwner } from '../../record/ownership.js';
import { isAhead } from '../../record/position.js';
import { giveBack } from '../../shipper/give-back.js';
import { shipToOwn } from '../../shipper/ship-to-own.js';
import { changeOwn } from '../own-gate.js';
import { changeShared, hasOthers, heldForMs, otherHosts } from '../shared-gate.js';
import type { Progress, Seen } from '../step.js';
import { takeFacts, takeWithoutOwner, withCut } from '../take-without-owner.js';
import { adoptAndRestore, restore } from './adopting.js';

/** Somebody else owns, or this host has just been named as the owner. */
export async function following(host: Host, seen: Seen): Promise<Progress> {
  const { own, shared } = seen;
  if (shared === null) return noteGone(host, own);
  const both = { ...seen, shared };
  const { ownership, adopted } = shared.redis;
  if (ownership?.owner === storeOwner(own.record.storeId)) return named(host, both);
  if (!adopted || ownership === null) return adoptAndRestore(host, both);
  if (shared.record.restoring !== null) return restore(host, both);
  const followed = follow(own.record, shared.redis);
  if (followed.allowed) {
    if ((await giveBack(host, own, shared)) === 'later') return 'settled';
    const parted = own.record.parted || hasParted(own, shared);
    return changeOwn(host, own, { ...followed.record, parted });
  }
  if (ownership.owner !== 'redis') {
    if (seen.wish !== 'take-over') return note(host, both, false);
    const { epoch } = own.record;
    return takeWithoutOwner({
      host,
      seen: both,
      decide: (redis) => takeOver({ ...own.record, epoch }, redis, takeFacts(host, both)),
      also: (next) => ({ cuts: withCut(shared.record.cuts, { epoch: next, from: shared.view.position }) }),
    });
  }
  const { status } = await shipToOwn(host, { forMs: host.times.lookEveryMs / 2 });
  if (status !== 'even') return note(host, both, false);
  if (isLongAlone(host, own, shared)) {
    const back = takeBack(own.record, shared.redis, {
      mayOwnLocally: host.mayOwnLocally,
      hasOtherSessions: hasOthers(shared, own.record.storeId),
    });
    if (back.allowed && seen.wish === undefined) {
      const { storeId } = own.record;
      const taken = await changeShared(host, shared, { ownership: back.ownership }, { ifAlone: storeId });
      crashPoint('failover-take-back-named');
      if (taken === 'set') return 'again';
    }
  }
  return note(host, both, true);
}

/** The primary names this store: it applies what is missing and owns. */
export async function named(host: Host, seen: Seen & { shared: SharedView }): Promise<Progress> {
  const { own, shared } = seen;
  const resumed = resume(own.record, shared.redis);
  if (resumed.allowed) {
    await changeShared(host, shared, { ownership: resumed.ownership });
    return 'again';
  }
  if (!shared.redis.adopted) return adoptAndRestore(host, seen);
  if (own.record.phase === 'follower' && isAhead(shared.view.position, own.view.position)) {
    const { status } = await shipToOwn(host, { forMs: host.times.lookGoodMs });
    return status === 'even' || status === 'moved' ? 'again' : 'settled';
  }
  const become = becomeOwner(own.record, shared.redis, { position: own.view.position });
  if (!become.allowed) return 'settled';
  crashPoint('failover-take-back-shipped');
  const holdGrantsMs = heldForMs(shared);
  return changeOwn(
    host,
    own,
    { ...become.record, heldUntil: holdGrantsMs > 0 ? own.view.now + holdGrantsMs : 0, goneSince: 0 },
    { holdGrantsMs, ...(own.record.phase === 'follower' ? { ifPosition: own.view.position } : {}) },
  );
}

/**
 * The primary went on from what somebody gave it, or from less than it had. Entities of a copy may be newer than its position,
 * by events that nobody has any more: two copies at one position are equal only where they were told all of it.
 */
function hasParted({ record }: OwnView, shared: SharedView): boolean {
  return shared.record.cuts.some(
    ({ epoch, restoredBy }) => epoch > record.epoch && restoredBy !== record.storeId,
  );
}

/**
 * A server that was emptied knows of nobody who was there before; and what was just given is not taken back: an
 * operator who hands over means it to last.
 */
function isLongAlone({ times }: Host, own: OwnView, shared: SharedView): boolean {
  const { members, server, now } = shared.view;
  if (server.upForMs < times.aloneMs || now - shared.record.since < times.aloneMs) return false;
  return members.every(
    ({ storeId, lastSeenAt }) => storeId === own.record.storeId || now - lastSeenAt >= times.aloneMs,
  );
}

async function noteGone(host: Host, own: OwnView): Promise<Progress> {
  const since = host.primary.gone?.since ?? 0;
  if (since !== 0 && own.record.goneSince === 0)
    await changeOwn(host, own, { ...own.record, goneSince: since });
  return 'settled';
}

/** What all processes of this host want to know. At most once in an objection time: each is a write. */
async function note(
  host: Host,
  { own, shared }: Seen & { shared: SharedView },
  isEven: boolean,
): Promise<Progress> {
  const { record } = own;
  const now = host.clock.wall();
  const evenAt = isEven && now - record.evenAt > host.times.objectionMs ? now : record.evenAt;
  const hosts = otherHosts(shared, record.storeId);
  const isNews = record.goneSince !== 0 || evenAt !== record.evenAt || `${hosts}` !== `${record.hosts}`;
  if (isNews) await changeOwn(host, own, { ...record, goneSince: 0, evenAt, hosts });
  return 'settled';
}
