import type { Storage } from '@agentcoord/core';
import { type AgentInfo, agentInfo } from '../agent/agent-info.js';
import { checkTimes, type RegistryTimes } from '../settings.js';
import { readAgents, type SeenAgent } from './read-agents.js';

/**
 * Everybody known, by record id; also those that left or died, until they are forgotten. What
 * `AgentRegistry.list` says, for callers that only look.
 */
export async function listAgents(
  storage: Storage,
  times: Pick<RegistryTimes, 'hungAfter'> = {},
): Promise<AgentInfo[]> {
  return describeAgents(storage, await readAgents(storage), checkTimes(times).hungAfterMs);
}

/** Judged by the storage's clock. */
export async function describeAgents(
  storage: Storage,
  agents: readonly SeenAgent[],
  hungAfterMs: number,
): Promise<AgentInfo[]> {
  if (agents.length === 0) return [];
  const judgement = { now: await storage.now(), hungAfterMs };
  return agents.map((seen) => agentInfo(seen, judgement));
}
