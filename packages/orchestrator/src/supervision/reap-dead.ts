import type { Acting } from '../coordinator/acting.js';

/**
 * Frees what dead agents held: first those whose process is seen to be gone, then those without a heartbeat. Never
 * touches one that is being started before its start timeout; the registry and the records of the spawner see to that.
 */
export async function reapDead(acting: Acting): Promise<void> {
  const { registry, identity } = acting.client;
  // A worker that cannot be looked at is no reason to leave the tasks of others with the dead.
  const adopting = await acting.spawner.adopt().then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  const { reaped } = await registry.reap({ by: identity });
  for (const { name, cause, tasks } of reaped) acting.tell({ type: 'agent-dead', agent: name, cause, tasks });
  if (adopting !== undefined) throw adopting.error;
}
