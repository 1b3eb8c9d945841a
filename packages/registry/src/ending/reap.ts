import { checkIdentity, type Storage } from '@agentcoord/core';
import { stateOf } from '../agent/agent-info.js';
import { identityOf } from '../agent/agent-name.js';
import {
  AGENTS,
  type AgentKind,
  type AgentRecord,
  type DeathCause,
  hasEnded,
} from '../agent/agent-record.js';
import type { RegistryContext } from '../context.js';
import { readAgents, type SeenAgent } from '../reading/read-agents.js';
import { type Freed, freeBelongings } from './free-belongings.js';

export interface ReapedAgent extends Freed {
  name: string;
  incarnation: string;
  identity: string;
  kind: AgentKind;
  cause: DeathCause;
}

export interface ReapReport {
  /** The agents this call has buried; another reaper's are in its own report. */
  reaped: ReapedAgent[];
  /** Names of agents that ended long ago and were removed. */
  forgotten: string[];
}

/** A reaper that died between burying and freeing is finished by another after this time. */
const UNFINISHED_AFTER_MS = 30_000;

/**
 * Buries agents that are gone and frees what they held. The record is marked first, by version: of
 * several reapers one wins each incarnation, and an agent that came back or left meanwhile is spared.
 */
export async function reap(context: RegistryContext, request: { by: string }): Promise<ReapReport> {
  const by = checkIdentity(request.by, 'by');
  const { storage, settings } = context;
  const agents = await readAgents(storage);
  const now = await storage.now();
  const report: ReapReport = { reaped: [], forgotten: [] };
  for (const seen of agents) {
    const { record } = seen;
    if (hasEnded(record) && isFree(record) && now - endedAt(record) >= settings.forgetAfterMs) {
      if (await forgetExactly(storage, seen)) report.forgotten.push(record.name);
    } else if (isDue(seen, now, settings.hungAfterMs)) {
      const reaped = await bury(storage, seen, by, now);
      if (reaped !== undefined) report.reaped.push(reaped);
    }
  }
  return report;
}

function isDue(seen: SeenAgent, now: number, hungAfterMs: number): boolean {
  const { record } = seen;
  if (record.state === 'left') return false;
  if (record.state === 'dead') return !isFree(record) && now - (record.reapedAt ?? 0) >= UNFINISHED_AFTER_MS;
  return stateOf(seen, { now, hungAfterMs }) === 'dead';
}

async function bury(
  storage: Storage,
  seen: SeenAgent,
  by: string,
  now: number,
): Promise<ReapedAgent | undefined> {
  const cause = seen.record.cause ?? (seen.record.state === 'spawning' ? 'never-started' : 'no-heartbeat');
  const dead: AgentRecord = {
    ...seen.record,
    state: 'dead',
    diedAt: seen.record.diedAt ?? now,
    cause,
    reapedAt: now,
    freed: false,
  };
  const { collection, id } = { collection: AGENTS, id: seen.id };
  const marked = await storage.records.put({ collection, id, value: dead, ifVersion: seen.version });
  if (marked.status === 'conflict') return undefined;
  const { name, incarnation, kind } = dead;
  const identity = identityOf(dead);
  const freed = await freeBelongings(storage, { identity, by, reason: `${name} is dead: ${cause}` });
  await storage.records.put({ collection, id, value: { ...dead, freed: true }, ifVersion: marked.version });
  return { name, incarnation, identity, kind, cause, ...freed };
}

export async function forgetExactly(storage: Storage, seen: SeenAgent): Promise<boolean> {
  const reply = await storage.records.remove({ collection: AGENTS, id: seen.id, ifVersion: seen.version });
  return reply.status !== 'conflict';
}

function isFree(record: AgentRecord): boolean {
  return record.state === 'left' || record.freed === true;
}

function endedAt(record: AgentRecord): number {
  return record.leftAt ?? record.diedAt ?? record.lastHeartbeatAt;
}
