import { checkIdentity, checkText } from '@agentcoord/core';
import { stateOf } from '../agent/agent-info.js';
import { agentRecordId } from '../agent/agent-name.js';
import { AGENTS } from '../agent/agent-record.js';
import type { RegistryContext } from '../context.js';
import { notAliveError, notKnownError } from '../errors.js';
import { readAgent } from '../reading/read-agents.js';

/** Asks the living incarnation of a name to stop: its `signal` aborts with `cancelled`. What it does then is up to it. */
export async function askToStop(
  context: RegistryContext,
  name: string,
  request: { by: string; reason: string },
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
    const value = { ...seen.record, stop: { by, reason, at } };
    const reply = await storage.records.put({
      collection: AGENTS,
      id: seen.id,
      value,
      ifVersion: seen.version,
    });
    if (reply.status === 'conflict') continue;
    await storage.signals.publish({ channels: [`lease/${seen.record.incarnation}`] });
    return;
  }
}
