import type { Scope } from './rules.js';
import { at } from './verbs.js';
import type { World } from './world.js';

/**
 * Redis has been given the namespace without its owner's part, at what it has. The onlooker counts completions and
 * effects from there: what another copy has beyond it is given back, or is void and goes to the conflicts log. What
 * no copy has is lost, and the move is an entry in the audit log that says so.
 */
export function startFromWhatSurvived(world: World): void {
  const { redis, truth, hosts } = world;
  truth.ran = truth.ran.map((_, agent) => at(redis.copy.slots, agent).sequence);
  truth.completions = redis.copy.task.state === 'done' ? 1 : 0;
  const copies = [redis.copy, ...hosts.map((host) => host.copy)];
  if (truth.created && copies.every(({ task }) => task.state === 'none')) {
    truth.created = false;
    truth.reported = true;
  }
}

/**
 * A store that learns of a new owner gives it what it has and the owner lacks: the task, and the replies of calls
 * that ran. Not the lock: no lock is granted before the longest lease is over, and holders have their deadlines.
 */
export function mendFrom(world: World, host: number, scope: Scope): void {
  const { redis, truth } = world;
  if (redis.ownership?.owner !== 'redis' || !scope.rules.restore) return;
  const { copy } = at(world.hosts, host);
  let changed = copy.fence > redis.copy.fence;
  redis.copy.fence = Math.max(redis.copy.fence, copy.fence);
  if (copy.task.version > redis.copy.task.version) {
    redis.copy.task = { ...copy.task };
    changed = true;
  } else if (copy.task.version === redis.copy.task.version && copy.task.fence !== redis.copy.task.fence) {
    // Both went on from the same past: the owner's counts, the store's goes to the conflicts log.
    truth.reported = true;
  }
  redis.copy.slots = redis.copy.slots.map((slot, agent) => {
    const own = at(copy.slots, agent);
    if (own.sequence <= slot.sequence) return slot;
    changed = true;
    return { ...own };
  });
  if (!changed) return;
  redis.copy.epoch = redis.ownership.epoch;
  redis.copy.sequence += 1;
  truth.completions = redis.copy.task.state === 'done' ? 1 : 0;
  truth.ran = truth.ran.map((_, agent) => at(redis.copy.slots, agent).sequence);
}
