import type { Storage } from '@agentcoord/core';
import { belongsTo } from '../agent/agent-name.js';
import { inspectAll } from '../reading/inspect-all.js';

export interface Freed {
  /** Ids of the tasks that went back to their queue. */
  tasks: string[];
  /** Keys of the leases that ended. */
  leases: string[];
}

/**
 * Gives back everything that one incarnation holds: the claims of its tasks, its locks, its places in
 * queues. Idempotent, and never touches a later life of the same name: identities differ.
 */
export async function freeBelongings(
  storage: Storage,
  request: { identity: string; by: string; reason: string },
): Promise<Freed> {
  const { identity, by, reason } = request;
  const { taskIds } = await storage.queues.evict({ worker: identity, reason });
  const { grants, waiters } = await inspectAll(storage.leases);
  const leases: string[] = [];
  const holders = grants.map((grant) => grant.holder).filter((holder) => belongsTo(identity, holder));
  for (const holder of new Set(holders)) {
    const { revoked } = await storage.leases.revoke({ holder, by, reason });
    leases.push(...revoked.flatMap((grant) => grant.keys.map(({ key }) => key)));
  }
  for (const waiter of waiters) {
    if (belongsTo(identity, waiter.holder)) await storage.leases.release({ grantId: waiter.grantId });
  }
  return { tasks: taskIds, leases };
}
