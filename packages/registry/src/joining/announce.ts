import { stateOf } from '../agent/agent-info.js';
import { agentRecordId, identityOf } from '../agent/agent-name.js';
import { AGENTS, type AgentRecord } from '../agent/agent-record.js';
import { type Announcement, checkDescription } from '../agent/registration.js';
import type { RegistryContext } from '../context.js';
import { nameReservedError, nameTakenError } from '../errors.js';
import { readAgent } from '../reading/read-agents.js';
import { endLife, isReserved } from './register.js';

/** Keeps a name for a process that is being started. Repeated, or late, it does no harm. */
export async function announce(context: RegistryContext, input: Announcement): Promise<void> {
  const { storage, settings } = context;
  const described = checkDescription(input);
  const id = agentRecordId(described.name);
  for (;;) {
    const seen = await readAgent(storage, id);
    const now = await storage.now();
    const record: AgentRecord = {
      ...described,
      incarnation: context.newId('agent'),
      state: 'spawning',
      registeredAt: now,
      lastHeartbeatAt: now,
      lastProgressAt: now,
      startBy: now + settings.startTimeoutMs,
    };
    if (seen !== undefined) {
      const state = stateOf(seen, { now, hungAfterMs: settings.hungAfterMs });
      // The process was faster than its spawner.
      if (seen.record.spawnId === described.spawnId && seen.record.state !== 'spawning') return;
      if (isReserved(seen.record, described, now)) throw nameReservedError(described.name, seen.record);
      if (state !== 'dead' && state !== 'left' && state !== 'spawning')
        throw nameTakenError(described.name, seen.record);
      await endLife(context, seen.record, identityOf(record));
    }
    const reply = await storage.records.put({
      collection: AGENTS,
      id,
      value: record,
      ifVersion: seen?.version ?? 0,
    });
    if (reply.status === 'stored') return;
  }
}
