import { join } from 'node:path';
import { ApprovalWorkflow } from '@agentcoord/approvals';
import { AuditLog } from '@agentcoord/audit';
import { Board } from '@agentcoord/board';
import type { AgentRegistry } from '@agentcoord/registry';
import type { Connection } from './connect.js';

interface Acting {
  connection: Connection;
  registry: AgentRegistry;
  name: string;
  identity: string;
}

/** Writes under the name, so that an agent's inbox outlives its restarts; recipients are the agents of the registry. */
export function createBoard({ connection, registry, name }: Acting): Board {
  const { storage, newId } = connection;
  return new Board({ storage, author: name, resolve: () => registry.list(), newId });
}

/** Asks as this incarnation, and believes decisions by this repository's own configuration. Signs none: no private key is read. */
export function createApprovals({ connection, identity }: Acting): ApprovalWorkflow {
  const { storage, configuration, clock, newId } = connection;
  const { operatorKeys, autoApprove, namespace } = configuration;
  return new ApprovalWorkflow({
    storage,
    actor: identity,
    operatorKeys,
    autoApprove,
    scope: namespace,
    clock,
    newId,
  });
}

/** A chain of its own for each client, with a key that lives as long as it does. */
export function createAudit({ connection, identity }: Acting): AuditLog {
  const { storage, configuration, clock, newId } = connection;
  const folder = join(configuration.storeFolder, 'audit');
  return new AuditLog({ storage, author: identity, folder, clock, newId });
}
