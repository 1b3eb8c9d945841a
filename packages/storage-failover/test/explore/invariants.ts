import { isAhead, sameOwnership, samePosition } from './protocol.js';
import type { Scope } from './rules.js';
import { admits, at } from './verbs.js';
import { HOST_NAMES, type World } from './world.js';

/** What is wrong with this state, or with the step into it; `null` when nothing is. */
export function violation(world: World, scope: Scope): string | null {
  const found = [world.truth.violation, oneHolder(world), oneOwner(world, scope), oneCompletion(world)];
  if (isQuiet(world)) found.push(noLostTask(world), sameDigest(world));
  const counts = (text: string) => scope.invariants?.some((name) => text.startsWith(name)) ?? true;
  return found.find((text): text is string => text !== null && counts(text)) ?? null;
}

function oneHolder({ agents }: World): string | null {
  const holders = agents.flatMap((agent, index) =>
    (agent.lock?.left ?? 0) > 0 ? [`agent ${index + 1}`] : [],
  );
  return holders.length > 1 ? `OneHolder: ${holders.join(' and ')} hold the lock at once` : null;
}

function oneOwner(world: World, scope: Scope): string | null {
  if (scope.design === 'naive') return null;
  const open = HOST_NAMES.filter((name, host) => {
    const record = world.hosts[host]?.record;
    return record !== undefined && admits(world, name, record.epoch, scope);
  }) as string[];
  if (admits(world, 'redis', world.redis.ownership?.epoch ?? 0, scope)) open.push('redis');
  return open.length > 1 ? `OneOwner: ${open.join(' and ')} accept mutations at once` : null;
}

function oneCompletion({ truth }: World): string | null {
  return truth.completions > 1 ? `OneCompletion: the task was completed ${truth.completions} times` : null;
}

/**
 * Nothing is on its way, one owner is there and able to grant, and whoever should follow it does: where every
 * run gets to once faults have ended.
 */
export function isQuiet(world: World): boolean {
  const { redis, hosts, agents, late, lateBatch } = world;
  if (!redis.up || !redis.adopted || redis.ownership === null || redis.heldBack > 0) return false;
  if (late !== null || lateBatch !== null || agents.some(({ doing }) => doing !== null)) return false;
  if (hosts.some(({ batch, seen }) => batch !== null || seen !== null)) return false;
  const { owner } = redis.ownership;
  return hosts.every(({ record, copy }) => {
    if (owner === `store:${record.storeId}`)
      return (
        record.phase === 'owner' && record.epoch === redis.ownership?.epoch && samePosition(copy, redis.copy)
      );
    if (record.phase === 'unbound') return true;
    if (record.phase !== 'follower') return false;
    if (owner !== 'redis') return !redis.joins.includes(true);
    return sameOwnership({ owner, epoch: record.epoch }, redis.ownership) && samePosition(copy, redis.copy);
  });
}

function noLostTask({ truth, redis }: World): string | null {
  return truth.created && redis.copy.task.state === 'none'
    ? 'NoLostTask: an acknowledged task is gone and nobody was told'
    : null;
}

/** Owner and follower at the same place are the same. */
function sameDigest(world: World): string | null {
  const { redis, hosts } = world;
  for (const [index, { record, copy }] of hosts.entries()) {
    if (record.phase === 'unbound' || isAhead(copy, redis.copy) || !samePosition(copy, redis.copy)) continue;
    if (digest(copy) !== digest(redis.copy)) return `Convergence: ${at(HOST_NAMES, index)} and redis differ`;
  }
  return null;
}

function digest({ task, lock, slots }: World['redis']['copy']): string {
  return JSON.stringify([task, lock, slots]);
}
