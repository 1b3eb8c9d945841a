import { AgentCoordError } from '@agentcoord/core';

/** Instead of the mutex under which a namespace is migrated: whoever only looks leaves it as it is. */
export function withMigrationMutex(): Promise<never> {
  throw new AgentCoordError(
    'storage_unavailable',
    'The namespace has an older layout, and this command only looks. Run one that does something first: agentcoord doctor, then agentcoord events.',
  );
}
