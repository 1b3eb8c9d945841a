import { admitAtRedis, admitAtStore } from './protocol.js';
import { redisRecord } from './records.js';
import type { Scope } from './rules.js';
import { type Call, type Copy, HOST_NAMES, type Place, type World } from './world.js';

export const BUSY = -1;

/** A call arrives at a store. The reply, or `undefined` where the store refuses to run it. */
export function arrive(world: World, call: Call, scope: Scope): number | undefined {
  const copy = copyAt(world, call.to);
  const checks = scope.design === 'one-owner' && scope.rules.epochCheck;
  if (checks && !admits(world, call.to, call.epoch, scope)) return undefined;
  const slot = copy.slots[call.agent];
  if (slot === undefined || slot.sequence > call.sequence) return undefined;
  if (slot.sequence === call.sequence) return slot.reply;
  const reply = run(world, copy, call, scope);
  const epoch =
    call.to === 'redis' ? (world.redis.ownership?.epoch ?? 0) : hostAt(world, call.to).record.epoch;
  copy.epoch = Math.max(copy.epoch, epoch);
  copy.sequence += 1;
  copy.slots[call.agent] = { sequence: call.sequence, reply };
  if (call.to === 'redis') world.redis.sessions[world.agents[call.agent]?.host ?? 0] = true;
  onlookerSees(world, call, scope);
  return reply;
}

export function admits(world: World, place: Place, epoch: number, scope: Scope): boolean {
  if (place === 'redis') return world.redis.up && admitAtRedis(redisRecord(world), epoch).admitted;
  const host = hostAt(world, place);
  return admitAtStore(host.record, epoch, !scope.rules.look || host.look === 2).admitted;
}

function run(world: World, copy: Copy, call: Call, scope: Scope): number {
  const { agent, operation, fence } = call;
  const { task } = copy;
  if (operation === 'acquire') {
    if (copy.lock !== null && copy.lock.by !== agent) return BUSY;
    if (heldBackAt(world, call.to) > 0) return BUSY;
    copy.lock = { by: agent, fence: nextFence(world, copy), left: scope.ttl };
    grantedAt(world, call.to);
    return copy.lock.fence;
  }
  if (operation === 'release') {
    if (copy.lock?.by !== agent || copy.lock.fence !== fence) return BUSY;
    copy.lock = null;
    return 0;
  }
  if (operation === 'create') {
    if (task.state === 'none') copy.task = { ...task, state: 'ready', version: task.version + 1 };
    return 0;
  }
  if (operation === 'claim') {
    if (task.state !== 'ready' && !(task.state === 'claimed' && task.left === 0)) return BUSY;
    const given = nextFence(world, copy);
    copy.task = { state: 'claimed', by: agent, fence: given, left: scope.ttl, version: task.version + 1 };
    grantedAt(world, call.to);
    return given;
  }
  if (task.state !== 'claimed' || task.fence !== fence || task.left === 0) return BUSY;
  copy.task = { ...task, state: 'done', left: 0, version: task.version + 1 };
  world.truth.completions += 1;
  return 0;
}

function nextFence(world: World, copy: Copy): number {
  copy.fence += 1;
  if (copy.fence <= world.truth.fence)
    world.truth.violation ??= `FenceMono: fence ${copy.fence} is given after ${world.truth.fence}`;
  world.truth.fence = Math.max(world.truth.fence, copy.fence);
  return copy.fence;
}

function grantedAt(world: World, place: Place): void {
  if (place !== 'redis' && !world.redis.up && world.truth.owner === 'redis')
    world.truth.violation ??= `Refusal: ${place} grants while Redis owns and is down`;
}

/** An effect where no mutation may run, or a second one of the same call. */
function onlookerSees(world: World, call: Call, scope: Scope): void {
  if (scope.design === 'one-owner' && !admits(world, call.to, call.epoch, scope))
    world.truth.violation ??= `OneOwner: ${call.to} runs a mutation although it does not own`;
  if (world.truth.ran[call.agent] === call.sequence && !world.truth.reported)
    world.truth.violation ??= `NoGhost: operation ${call.sequence} of agent ${call.agent} ran twice`;
  world.truth.ran[call.agent] = call.sequence;
}

function heldBackAt(world: World, place: Place): number {
  return place === 'redis' ? world.redis.heldBack : hostAt(world, place).heldBack;
}

function copyAt(world: World, place: Place): Copy {
  return place === 'redis' ? world.redis.copy : hostAt(world, place).copy;
}

function hostAt(world: World, place: 'A' | 'B'): World['hosts'][number] {
  return at(world.hosts, HOST_NAMES.indexOf(place));
}

export function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new Error(`The model has no number ${index}: the scope is set up wrongly.`);
  return found;
}
