import { AgentCoordError, type LeaseGrant, pause } from '@agentcoord/core';
import { identityOf, presenceKey } from '../agent/agent-name.js';
import { AGENTS, decodeAgent, type KnownRecord } from '../agent/agent-record.js';
import type { Described } from '../agent/registration.js';
import type { RegistryContext } from '../context.js';
import { nameTakenError } from '../errors.js';

export interface ClaimedName {
  incarnation: string;
  grant: LeaseGrant;
  /** Local clock, before the send that made the grant. */
  sentAt: number;
}

/** Takes the presence lease of a name. @throws `conflict` with who has it, unless it is to be taken over. */
export async function claimName(
  context: RegistryContext,
  request: { id: string; described: Described; takeOver: boolean; signal?: AbortSignal | undefined },
): Promise<ClaimedName> {
  const { storage, clock, settings } = context;
  const { id, described, takeOver, signal } = request;
  const incarnation = context.newId('agent');
  const holder = identityOf({ name: described.name, incarnation });
  for (;;) {
    const sentAt = clock.elapsed();
    const reply = await storage.leases.acquire({
      grantId: incarnation,
      holder,
      keys: [{ key: presenceKey(id) }],
      ttlMs: settings.deadAfterMs,
      details: { agent: described.name },
    });
    if (reply.status === 'granted') return { incarnation, grant: reply.grant, sentAt };
    if (reply.status === 'retry') continue;
    if (reply.status === 'busy' && reply.conflicts.length === 0 && reply.nextDueAt !== undefined) {
      // The store grants nothing yet: it may have forgotten who holds what, and waits until that is over.
      const now = await storage.now();
      await pause(Math.max(1, reply.nextDueAt - now), signal, 'joining');
      continue;
    }
    const occupant = reply.status === 'busy' ? reply.conflicts[0]?.grantId : undefined;
    if (occupant === undefined)
      throw new AgentCoordError(
        'internal',
        `The presence of ${described.name} was refused without a reason.`,
      );
    const current = await readKnown(context, id);
    // It said goodbye and was killed before it gave up its lease.
    const hasLeft = current?.record.incarnation === occupant && current.record.state === 'left';
    if (!takeOver && !hasLeft) throw nameTakenError(described.name, current?.record);
    await storage.leases.revoke({
      grantId: occupant,
      by: holder,
      reason: `${described.name} was taken over`,
    });
  }
}

export async function readKnown(context: RegistryContext, id: string): Promise<KnownRecord | undefined> {
  const [stored] = await context.storage.records.get({ collection: AGENTS, ids: [id] });
  return decodeAgent(stored);
}
