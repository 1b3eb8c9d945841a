import type { Host } from '../host.js';
import { troubleOf } from '../primary/trouble.js';
import type { LocalPhase } from '../record/local-record.js';
import { lookAtOwn } from './own-gate.js';
import type { Progress, Seen, Wish } from './step.js';
import { leaving, unbound, unseen } from './steps/beginning.js';
import { following } from './steps/following.js';
import { handingOver } from './steps/handing-over.js';
import { own } from './steps/own.js';

const STEPS: Record<LocalPhase, (host: Host, seen: Seen) => Promise<Progress>> = {
  unbound,
  unseen,
  leaving,
  owner: own,
  'handing-over': handingOver,
  follower: following,
};

/** A handover is five of them. */
const MOST_STEPS = 12;

/**
 * Looks at the store of this host and at the primary, and does what the rules say, until nothing is left to do.
 * Any process may, at any time and several at once: each step is a compare-and-set against what it has seen.
 * @throws what is the fault of this process alone.
 */
export async function turn(host: Host, wish?: Wish): Promise<Seen> {
  for (let steps = 1; ; steps += 1) {
    host.closed.throwIfAborted();
    const seen = await look(host, wish);
    try {
      const progress = await STEPS[seen.own.record.phase](host, seen);
      if (progress === 'settled' || steps === MOST_STEPS) return seen;
    } catch (error) {
      // The primary went in the middle of a step, or cannot write: the next turn goes on from the records.
      if (troubleOf(error) === 'ours') throw error;
      return seen;
    }
  }
}

async function look(host: Host, wish: Wish | undefined): Promise<Seen> {
  const own = await lookAtOwn(host);
  const readAt = host.clock.elapsed();
  const { storeId, goneSince } = own.record;
  host.primary.knownGoneSince(goneSince);
  const member = { storeId, host: host.name, ttlMs: host.times.aloneMs };
  const looked = await host.primary.ask((replica, timeoutMs) =>
    // To look is also to be seen. A full server can be looked at all the same.
    replica.join(member, { timeoutMs }).catch((error: unknown) => {
      if (troubleOf(error) !== 'degraded') throw error;
      return replica.look({ timeoutMs });
    }),
  );
  const { startedAt, seen: shared } = looked;
  const lookedAt = own.view.now + (startedAt - readAt);
  const nobodyListens = looked.seen === null && looked.nobodyListens;
  return { own, shared, nobodyListens, startedAt, lookedAt, ...(wish === undefined ? {} : { wish }) };
}
