import { stateOf } from '../agent/agent-info.js';
import { agentRecordId, identityOf } from '../agent/agent-name.js';
import { mayHold } from '../agent/agent-record.js';
import type { RegistryContext } from '../context.js';
import { notKnownError, stillAliveError } from '../errors.js';
import { readAgent } from '../reading/read-agents.js';
import { freeBelongings } from './free-belongings.js';
import { forgetExactly } from './reap.js';

/** Removes the record of an agent that is dead or has left; what it still held is freed before. */
export async function forget(context: RegistryContext, name: string): Promise<void> {
  const { storage, settings } = context;
  for (;;) {
    const seen = await readAgent(storage, agentRecordId(name));
    if (seen === undefined) throw notKnownError(name);
    const state = stateOf(seen, { now: await storage.now(), hungAfterMs: settings.hungAfterMs });
    if (state !== 'dead' && state !== 'left') throw stillAliveError(name, seen.record);
    const identity = identityOf(seen.record);
    if (mayHold(seen.record))
      await freeBelongings(storage, { identity, by: identity, reason: `${name} was forgotten` });
    if (await forgetExactly(storage, seen)) return;
  }
}
