import { AgentCoordError, checkIdentity, checkText } from '@agentcoord/core';
import { stateOf } from '../agent/agent-info.js';
import { agentRecordId } from '../agent/agent-name.js';
import { AGENTS } from '../agent/agent-record.js';
import type { RegistryContext } from '../context.js';
import { notAliveError, notKnownError } from '../errors.js';
import { readAgent } from '../reading/read-agents.js';

export interface AskAgent {
  by: string;
  reason: string;
  /** Only the life that this spawn id began. */
  spawnId?: string;
}

/**
 * Asks the living incarnation of a name: `stop` aborts its `signal` with `cancelled`, `drain` its `drain`. What it does
 * then is up to it. The question is in its record, so it stands although whoever asked is gone.
 */
export async function askAgent(
  context: RegistryContext,
  name: string,
  { what, ...request }: AskAgent & { what: 'stop' | 'drain' },
): Promise<void> {
  const { storage, settings } = context;
  const by = checkIdentity(request.by, 'by');
  const reason = checkText(request.reason, 'reason', { maxLength: 500 });
  for (;;) {
    const seen = await readAgent(storage, agentRecordId(name));
    if (seen === undefined) throw notKnownError(name);
    const at = await storage.now();
    const state = stateOf(seen, { now: at, hungAfterMs: settings.hungAfterMs });
    if (state === 'dead' || state === 'left' || state === 'spawning') throw notAliveError(name, state);
    if (request.spawnId !== undefined && seen.record.spawnId !== request.spawnId) throw otherLife(name);
    const reply = await storage.records.put({
      collection: AGENTS,
      id: seen.id,
      value: { ...seen.record, [what]: { by, reason, at } },
      ifVersion: seen.version,
    });
    if (reply.status === 'conflict') continue;
    await storage.signals.publish({ channels: [`lease/${seen.record.incarnation}`] });
    return;
  }
}

function otherLife(name: string): AgentCoordError {
  return new AgentCoordError('conflict', `${name} has begun another life since. Look again who is there.`, {
    data: { name },
  });
}
