import { pause } from '@agentcoord/core';
import { expect } from 'vitest';
import { makeLiveBed, until } from '../support/live-hosts.js';
import type { UnreliablePrimary } from '../support/unreliable-primary.js';
import { Agent, newResource } from './agent.js';
import { expectKept, isEven } from './kept.js';

/** A tenth of the times in earnest; leases outlive every fault. */
const TIMES = { objectionMs: 500, aloneMs: 300, freezeMs: 2_000, lockDelayMs: 0 };

/** Alone: whatever happens to the primary, no call fails because of it. */
export async function soloOutages(rounds: number): Promise<{ calls: number; longestMs: number }> {
  const bed = await makeLiveBed();
  try {
    const { storage, local } = await bed.host('one', { settled: 'local', times: TIMES });
    const resource = newResource();
    const agents = ['ann', 'bob'].map((name) => new Agent(name, storage, resource));
    let isOver = false;
    const working = agents.map((agent) => agent.workUntil(() => isOver));
    for (let round = 0; round < rounds; round += 1) {
      await disturb(bed.primary, round);
      await pause(20);
    }
    isOver = true;
    await Promise.all(working);
    expect(agents.flatMap(({ failures }) => failures)).toEqual([]);
    await until(() => isEven(local, bed.primary.store));
    await expectKept(storage, agents, resource);
    const calls = agents.reduce((sum, agent) => sum + agent.made.length * 4, 0);
    return { calls, longestMs: Math.max(...agents.map((agent) => agent.longestMs)) };
  } finally {
    await bed.close();
  }
}

async function disturb(primary: UnreliablePrimary, round: number): Promise<void> {
  const kind = round % 5;
  if (kind === 0) primary.isGone = true;
  if (kind === 1) primary.isSilent = true;
  if (kind === 2) await primary.empty();
  if (kind === 3) primary.restart();
  if (kind === 4) await primary.save().then(() => primary.restartOld());
  await pause(40);
  primary.isGone = false;
  primary.isSilent = false;
}

/** A second host comes, works and goes, again and again. */
export async function comingAndGoing(rounds: number): Promise<{ calls: number; longestMs: number }> {
  const bed = await makeLiveBed();
  try {
    const { storage, local } = await bed.host('one', { settled: 'local', times: TIMES });
    const resource = newResource();
    const agents = [new Agent('ann', storage, resource)];
    let isOver = false;
    const working = agents.map((agent) => agent.workUntil(() => isOver));
    const ownerIs = async (owner: string): Promise<boolean> =>
      (await storage.failover.status()).owner === owner;
    for (let round = 0; round < rounds; round += 1) {
      const two = await bed.host(`two-${round}`, { times: TIMES });
      const guest = new Agent(`guest${round}`, two.storage, resource);
      agents.push(guest);
      for (let times = 0; times < 5; times += 1) await guest.once();
      await two.storage.failover.leave();
      await two.storage.close();
      await until(() => ownerIs('this-host'));
    }
    isOver = true;
    await Promise.all(working);
    expect(agents.flatMap(({ failures }) => failures)).toEqual([]);
    await until(() => isEven(local, bed.primary.store));
    await expectKept(storage, agents, resource);
    const calls = agents.reduce((sum, agent) => sum + agent.made.length * 4, 0);
    return { calls, longestMs: Math.max(...agents.map((agent) => agent.longestMs)) };
  } finally {
    await bed.close();
  }
}

/** Two hosts share the primary, which goes and comes: nothing is granted meanwhile, no message is lost or doubled. */
export async function sharedOutages(rounds: number): Promise<{ refused: number; queued: number }> {
  const bed = await makeLiveBed();
  try {
    const hosts = [
      await bed.host('one', { settled: 'primary', times: TIMES }),
      await bed.host('two', { settled: 'primary', times: TIMES }),
    ];
    const resource = newResource();
    const agents = hosts.map(({ storage }, index) => new Agent(`agent${index}`, storage, resource, 500));
    let isOver = false;
    const working = agents.map((agent) => agent.workUntil(() => isOver));
    let queued = 0;
    for (let round = 0; round < rounds; round += 1) {
      bed.primary.isGone = true;
      // Each of them has heard a no: what was asked before is answered.
      const refused = agents.map(({ failures }) => failures.length);
      await until(() => agents.every(({ failures }, index) => failures.length > (refused[index] ?? 0)));
      const before = agents.reduce((sum, agent) => sum + agent.grants, 0);
      await pause(60);
      expect(agents.reduce((sum, agent) => sum + agent.grants, 0)).toBe(before);
      for (const { storage } of hosts) queued += (await storage.failover.status()).queued;
      bed.primary.isGone = false;
      const made = agents.map((agent) => agent.made.length);
      await until(() => agents.every((agent, index) => agent.made.length > (made[index] ?? 0)));
    }
    isOver = true;
    await Promise.all(working);
    const failures = agents.flatMap((agent) => agent.failures);
    for (const error of failures) expect(['storage_unavailable', 'storage_unknown']).toContain(error.code);
    for (const { storage } of hosts) await until(async () => (await storage.failover.status()).queued === 0);
    await expectKept(bed.primary.store, agents, resource);
    for (const { local } of hosts) await until(() => isEven(local, bed.primary.store));
    return { refused: failures.length, queued };
  } finally {
    await bed.close();
  }
}
