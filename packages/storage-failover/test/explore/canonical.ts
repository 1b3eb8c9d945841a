import type { Scope } from './rules.js';
import type { Call, Copy, World } from './world.js';

/**
 * One text for a state and all that differ from it only by which of two like agents is which. The fields of a
 * world are always made in the same order, so their values in that order are the state.
 */
export function canonical(world: World, scope: Scope): string {
  const text = pack(world);
  if (!firstTwoAreAlike(world, scope)) return text;
  const other = pack(exchanged(world));
  return [text, other].sort()[0] ?? text;
}

function pack(value: unknown): string {
  if (value === null) return '-';
  if (typeof value === 'boolean') return value ? '+' : '.';
  if (typeof value !== 'object') return `${value},`;
  let text = '(';
  for (const name in value) text += pack(value[name as keyof typeof value]);
  return text;
}

function firstTwoAreAlike({ agents }: World, { workload, operations }: Scope): boolean {
  const [first, second] = agents;
  return workload === 'lock' && first?.host === second?.host && operations[0] === operations[1];
}

function exchanged(world: World): World {
  const { redis, hosts, agents, late, lateBatch, truth } = world;
  return {
    ...world,
    redis: {
      ...redis,
      copy: inCopy(redis.copy),
      saved: redis.saved && { ...redis.saved, copy: inCopy(redis.saved.copy) },
    },
    hosts: hosts.map((host) => ({
      ...host,
      copy: inCopy(host.copy),
      batch: host.batch && { ...host.batch, copy: inCopy(host.batch.copy) },
    })),
    agents: swap(agents).map((agent) => ({ ...agent, call: inCall(agent.call) })),
    late: inCall(late),
    lateBatch: lateBatch && { ...lateBatch, copy: inCopy(lateBatch.copy) },
    truth: { ...truth, ran: swap(truth.ran) },
  };
}

function inCopy(copy: Copy): Copy {
  return { ...copy, lock: copy.lock && { ...copy.lock, by: other(copy.lock.by) }, slots: swap(copy.slots) };
}

function inCall(call: Call | null): Call | null {
  return call && { ...call, agent: other(call.agent) };
}

function swap<T>(list: T[]): T[] {
  const [first, second, ...others] = list;
  return first === undefined || second === undefined ? list : [second, first, ...others];
}

function other(agent: number): number {
  return agent === 0 ? 1 : agent === 1 ? 0 : agent;
}

/** 53 bits: among a million states two of one hash are a chance of 1 in 18,000. */
export function hash(text: string): number {
  let low = 0x811c9dc5;
  let high = 0x9e3779b1;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b) + (low >>> 15);
  }
  return (high >>> 0) * 0x200000 + (low >>> 11);
}
