import { AgentCoordError } from '@agentcoord/core';
import type { SpawnedWorker } from '../record/spawned-worker.js';
import type { CheckedRequest } from '../worker/request.js';

/**
 * What the next life of a worker is asked for: what its record holds, and the variables it was given, from
 * whoever restarts it, for secrets are in no record.
 * @throws `misconfigured` when one of them is missing here.
 */
export function nextLife(
  worker: SpawnedWorker,
  available: Readonly<Record<string, string | undefined>>,
): CheckedRequest {
  const { name, tags, capabilities, useLlm, restart, limits = {}, ownSecrets = [], ownEnvironment } = worker;
  const { provider, model, engine, unsafeNoSandbox, maxTasks, parent } = worker;
  const missing = ownSecrets.filter((variable) => available[variable] === undefined);
  if (missing.length > 0) {
    throw new AgentCoordError(
      'misconfigured',
      `The worker ${JSON.stringify(name)} cannot be restarted here: it was given variables that this process does not have (${missing.join(', ')}). Supervise with them set.`,
      { data: { name, missing } },
    );
  }
  const secrets = ownSecrets.map((variable) => [variable, available[variable] ?? '']);
  const optional = { provider, model, engine, unsafeNoSandbox, maxTasks, parent, restart };
  return {
    name,
    tags,
    capabilities,
    mode: worker.mode,
    useLlm,
    limits,
    environment: { ...ownEnvironment, ...Object.fromEntries(secrets) },
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
  };
}
