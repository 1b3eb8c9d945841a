import { digestReplica, type Storage } from '@agentcoord/core';
import { expect } from 'vitest';
import type { Host } from '../../src/host.js';
import { lookAtOwn } from '../../src/keeper/own-gate.js';
import { type Bed, keepFor } from './two-hosts.js';

export async function recordOf(host: Host) {
  return (await lookAtOwn(host)).record;
}

export async function digest(storage: Storage): Promise<string> {
  if (storage.replica === undefined) throw new Error('It has no facet replica.');
  return (await digestReplica(storage.replica)).digest;
}

export async function push(storage: Storage, epoch: number, id: string): Promise<void> {
  await storage.queues.push({ tasks: [{ id, title: id }] }, { epoch });
}

export async function stateOf(storage: Storage, id: string) {
  return (await storage.queues.get({ taskIds: [id] }))[0]?.state;
}

/** Host one owns alone and has made a task. */
export async function solo(bed: Bed): Promise<Host> {
  const host = await bed.host('one');
  await keepFor(bed.clock, [host], 7_500);
  expect((await recordOf(host)).phase).toBe('owner');
  await push(host.local, (await recordOf(host)).epoch, 'first');
  return host;
}

/** Two hosts share the primary. */
export async function shared(bed: Bed): Promise<[Host, Host]> {
  const one = await solo(bed);
  const two = await bed.host('two');
  await keepFor(bed.clock, [two, one, two], 2_500);
  for (const host of [one, two])
    expect(await recordOf(host)).toMatchObject({ phase: 'follower', owner: 'redis' });
  return [one, two];
}
