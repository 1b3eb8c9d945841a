import { hostname } from 'node:os';
import { agentRecordId, identityOf } from '../agent/agent-name.js';
import { AGENTS, type AgentRecord, type KnownRecord, mayHold } from '../agent/agent-record.js';
import { checkDescription, type Described, type Registration } from '../agent/registration.js';
import type { RegistryContext } from '../context.js';
import { freeBelongings } from '../ending/free-belongings.js';
import { nameReservedError } from '../errors.js';
import { LivingAgent, type RegisteredAgent } from '../registered-agent.js';
import { type ClaimedName, claimName, readKnown } from './claim-name.js';

/**
 * Begins a new life of an agent. What an earlier life of the name still holds is freed first, so a
 * restart need not wait for the reaper.
 */
export async function register(context: RegistryContext, input: Registration): Promise<RegisteredAgent> {
  const described = checkDescription({ pid: process.pid, host: hostname(), ...input });
  const id = agentRecordId(described.name);
  const takeOver = input.takeOver === true;
  const claimed = await claimName(context, { id, described, takeOver, signal: input.signal });
  try {
    const known = await writeRecord(context, { id, described, takeOver, claimed });
    return new LivingAgent(context, { known, grant: claimed.grant, sentAt: claimed.sentAt });
  } catch (error) {
    const { grantId, fence } = claimed.grant;
    await context.storage.leases.release({ grantId, fence }).catch(() => undefined);
    throw error;
  }
}

async function writeRecord(
  context: RegistryContext,
  request: { id: string; described: Described; takeOver: boolean; claimed: ClaimedName },
): Promise<KnownRecord> {
  const { id, described, takeOver, claimed } = request;
  const { incarnation, grant } = claimed;
  const record: AgentRecord = {
    ...described,
    incarnation,
    state: 'idle',
    registeredAt: grant.acquiredAt,
    lastHeartbeatAt: grant.acquiredAt,
    lastProgressAt: grant.acquiredAt,
  };
  for (;;) {
    const previous = await readKnown(context, id);
    if (previous !== undefined && !takeOver && isReserved(previous.record, described, grant.acquiredAt)) {
      throw nameReservedError(described.name, previous.record);
    }
    if (previous !== undefined) await endLife(context, previous.record, identityOf(record));
    const reply = await context.storage.records.put({
      collection: AGENTS,
      id,
      value: record,
      ifVersion: previous?.version ?? 0,
    });
    if (reply.status === 'stored') return { id, version: reply.version, record };
  }
}

/** Announced for another process, whose time to start is not over. */
export function isReserved(record: AgentRecord, described: Described, now: number): boolean {
  return record.state === 'spawning' && record.spawnId !== described.spawnId && now < (record.startBy ?? 0);
}

/** Frees what an earlier life of the name may still hold. */
export async function endLife(context: RegistryContext, earlier: AgentRecord, by: string): Promise<void> {
  if (!mayHold(earlier)) return;
  const reason = `${earlier.name} began a new life`;
  await freeBelongings(context.storage, { identity: identityOf(earlier), by, reason });
}
