import type { SharedView } from '../../gate/views.js';
import type { Host } from '../../host.js';
import { follow } from '../../moves/follow.js';
import { bind } from '../../moves/take-without-owner.js';
import { leaveUnseen, stopUnseen, workUnseen } from '../../moves/unseen.js';
import { storeOwner } from '../../record/ownership.js';
import { mergeUnseen } from '../../shipper/merge-unseen.js';
import { changeOwn } from '../own-gate.js';
import { hasOthers } from '../shared-gate.js';
import type { Progress, Seen } from '../step.js';
import { takeFacts, takeWithoutOwner } from '../take-without-owner.js';
import { adoptAndRestore } from './adopting.js';
import { named } from './following.js';

type SeenBoth = Seen & { shared: SharedView };

/** This store has not met the primary yet. */
export async function unbound(host: Host, seen: Seen): Promise<Progress> {
  const { own, shared } = seen;
  if (shared === null) {
    const goneSince = host.primary.gone?.since ?? 0;
    const silence = silenceSoFar(seen, host.times.objectionMs);
    const alone = workUnseen(own.record, {
      mayOwnLocally: host.mayOwnLocally,
      nobodyListens: seen.nobodyListens,
      silentForMs: silence.silentAt - silence.silentSince,
      objectionMs: host.times.objectionMs,
    });
    if (alone.allowed) return changeOwn(host, own, { ...alone.record, goneSince });
    if (host.mayOwnLocally) await changeOwn(host, own, { ...own.record, ...silence });
    return 'settled';
  }
  if (own.record.silentSince > 0) return changeOwn(host, own, { ...own.record, silentSince: 0, silentAt: 0 });
  const both = { ...seen, shared };
  const { ownership, adopted } = shared.redis;
  if (ownership === null) return bindTo(host, both);
  if (ownership.owner === storeOwner(own.record.storeId)) return named(host, both);
  if (!adopted) return adoptAndRestore(host, both);
  // What was made before a primary was configured is work unseen: it is merged, not overwritten.
  if (hasWorked(own)) return stop(host, both);
  const followed = follow(own.record, shared.redis);
  return followed.allowed ? changeOwn(host, own, followed.record) : 'settled';
}

/** The processes of a host ask one after the other; who asked long ago has not heard the silence since. */
function silenceSoFar({ own, lookedAt }: Seen, objectionMs: number) {
  const { silentSince, silentAt } = own.record;
  const isTheSame = silentSince > 0 && lookedAt - silentAt < objectionMs;
  return { silentSince: isTheSame ? silentSince : lookedAt, silentAt: lookedAt };
}

/** This store has worked on its own. What it made goes to the owner, if there is one. */
export async function unseen(host: Host, seen: Seen): Promise<Progress> {
  const { own, shared } = seen;
  if (shared === null) return 'settled';
  const both = { ...seen, shared };
  const { ownership, adopted } = shared.redis;
  if (ownership === null) return bindTo(host, both);
  if (ownership.owner === storeOwner(own.record.storeId)) return named(host, both);
  if (!adopted) return adoptAndRestore(host, both);
  return stop(host, both);
}

async function stop(host: Host, { own, shared }: SeenBoth): Promise<Progress> {
  const stopped = stopUnseen(own.record, shared.redis, hasWorked(own));
  return stopped.allowed ? changeOwn(host, own, { ...stopped.record, goneSince: 0 }) : 'settled';
}

function hasWorked({ view }: SeenBoth['own']): boolean {
  return view.position.sequence > 0;
}

/** Its last leases end, what it made is taken in, and it follows. */
export async function leaving(host: Host, seen: Seen): Promise<Progress> {
  const { own, shared } = seen;
  if (shared === null) return 'settled';
  if (shared.redis.ownership === null || !shared.redis.adopted)
    return adoptAndRestore(host, { ...seen, shared });
  const left = leaveUnseen(own.record, shared.redis, own.view.hasLeases);
  // Only an owner that can be asked to take it in: another host's store hands over first, as we have joined.
  if (!left.allowed || shared.redis.ownership.owner !== 'redis' || shared.record.restoring !== null)
    return 'settled';
  await mergeUnseen(host, own, shared);
  return changeOwn(host, own, left.record);
}

async function bindTo(host: Host, seen: SeenBoth): Promise<Progress> {
  const { own, shared } = seen;
  const { upForMs } = shared.view.server;
  const isPrivate = !hasOthers(shared, own.record.storeId) && (await host.isPrivate());
  return takeWithoutOwner({
    host,
    seen,
    decide: (redis) =>
      bind(own.record, redis, {
        ...takeFacts(host, seen),
        mayOwnLocally: host.mayOwnLocally,
        upForMs,
        isPrivate,
      }),
    also: () => ({ whole: true, cuts: [] }),
  });
}
