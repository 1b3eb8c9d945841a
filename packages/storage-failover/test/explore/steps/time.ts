import type { Scope } from '../rules.js';
import type { Copy, World } from '../world.js';
import type { Step } from './step.js';

/** A tick is half the objection time: what an owner's look is good for. Everything that runs out comes nearer. */
export function timeSteps(_world: World, scope: Scope): Step[] {
  return [{ name: 'a tick passes', change: (next) => tick(next, scope) }];
}

function tick(world: World, scope: Scope): void {
  const { redis } = world;
  const copies = [redis.copy, redis.saved?.copy, world.lateBatch?.copy];
  for (const host of world.hosts) {
    copies.push(host.copy, host.batch?.copy);
    host.heldBack = less(host.heldBack);
    host.look = less(host.look);
    if (host.seen !== null) host.seen.heldBack = less(host.seen.heldBack);
  }
  for (const copy of new Set(copies)) if (copy !== undefined) tickCopy(copy);
  redis.heldBack = less(redis.heldBack);
  if (redis.up) redis.upFor = Math.min(scope.ttl, redis.upFor + 1);
  if (redis.announcement !== null) redis.announcement.stood = Math.min(2, redis.announcement.stood + 1);
  for (const agent of world.agents) {
    agent.left = less(agent.left);
    for (const grant of [agent.lock, agent.claim]) if (grant !== null) grant.left = less(grant.left);
    if (agent.lock?.left === 0 && agent.doing !== 'release') agent.lock = null;
    if (agent.claim?.left === 0 && agent.doing !== 'complete') agent.claim = null;
  }
}

function tickCopy(copy: Copy): void {
  if (copy.lock !== null) copy.lock.left = less(copy.lock.left);
  if (copy.lock?.left === 0) copy.lock = null;
  copy.task.left = less(copy.task.left);
}

function less(ticks: number): number {
  return Math.max(0, ticks - 1);
}
