import { AgentRegistry, type RegisteredAgent } from '@agentcoord/registry';
import type { Connection } from './connect.js';
import type { SessionOptions } from './options.js';

export function createRegistry(
  { storage, clock, newId }: Connection,
  options: SessionOptions = {},
): AgentRegistry {
  const { heartbeat, deadAfter, hungAfter } = options;
  return new AgentRegistry({
    storage,
    clock,
    newId,
    ...(heartbeat === undefined ? {} : { heartbeat }),
    ...(deadAfter === undefined ? {} : { deadAfter }),
    ...(hungAfter === undefined ? {} : { hungAfter }),
  });
}

/** @throws `conflict` when an agent of that name is alive. */
export function register(
  registry: AgentRegistry,
  connection: Connection,
  options: SessionOptions,
): Promise<RegisteredAgent> {
  const environment = options.environment ?? process.env;
  const name = connection.configuration.agentName ?? `agent-${connection.newId('agent').slice(-8)}`;
  // Sessions that a spawned worker's own commands open inherit the variable, but not the name.
  const spawned = name === environment.AGENTCOORD_AGENT_ID ? environment.AGENTCOORD_SPAWN_ID : undefined;
  const spawnId = options.spawnId ?? (spawned || undefined);
  return registry.register({
    name,
    kind: options.kind ?? 'session',
    ...(options.role === undefined ? {} : { role: options.role }),
    ...(options.workingOn === undefined ? {} : { workingOn: options.workingOn }),
    ...(options.tags === undefined ? {} : { tags: options.tags }),
    ...(options.capabilities === undefined ? {} : { capabilities: options.capabilities }),
    ...(options.parent === undefined ? {} : { parent: options.parent }),
    ...(options.takeOver === undefined ? {} : { takeOver: options.takeOver }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(spawnId === undefined ? {} : { spawnId }),
  });
}
