import { digestReplica, type Storage } from '@agentcoord/core';
import { expect } from 'vitest';
import type { Agent, Resource } from './agent.js';

/** Nothing that was acknowledged is missing or there twice, and nothing was held twice. */
export async function expectKept(owner: Storage, agents: Agent[], resource: Resource): Promise<void> {
  expect(agents.flatMap(({ bugs }) => bugs)).toEqual([]);
  expect(resource.violations).toEqual([]);
  const made = agents.flatMap((agent) => agent.made);
  const missing: string[] = [];
  for (let from = 0; from < made.length; from += 1_000) {
    const taskIds = made.slice(from, from + 1_000);
    const found = await owner.queues.get({ taskIds });
    missing.push(...taskIds.filter((_id, index) => found[index] === undefined));
  }
  expect(missing).toEqual([]);
  const there = await messagesOf(owner);
  expect(there.length).toBe(new Set(there).size);
  for (const agent of agents) {
    const own = there.filter((id) => id.startsWith(`${agent.name}-`));
    expect(own).toEqual([...own].sort());
    expect(agent.said.filter((id) => !own.includes(id))).toEqual([]);
  }
}

export async function isEven(left: Storage, right: Storage): Promise<boolean> {
  if (left.replica === undefined || right.replica === undefined) return false;
  const [one, other] = await Promise.all([digestReplica(left.replica), digestReplica(right.replica)]);
  return one.digest === other.digest;
}

async function messagesOf(storage: Storage): Promise<string[]> {
  const ids: string[] = [];
  for (let after = 0; ; ) {
    const { entries } = await storage.logs.read({ log: 'board', after, limit: 1_000 });
    const last = entries.at(-1);
    if (last === undefined) return ids;
    ids.push(...entries.map(({ id }) => id));
    after = last.sequence;
  }
}
