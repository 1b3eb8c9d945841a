import { AgentCoordError } from '@agentcoord/core';
import { safeName } from '../log/log-file-name.js';
import type { RailwayClient } from './client.js';
import { DOCUMENTS } from './documents.js';
import { isNotFound } from './not-found.js';
import type { RailwayPlace } from './place.js';

const PREFIX = 'agentcoord-';

/** Every service of a worker begins and ends so: it is found again by whoever knows the spawn id. */
export function serviceNameOf(name: string, spawnId: string): string {
  return `${PREFIX}${safeName(name).slice(0, 40)}${endOf(spawnId)}`;
}

function endOf(spawnId: string): string {
  return `-${spawnId.slice(-8)}`;
}

interface Services {
  project?: {
    services?: { edges?: Array<{ node?: { id?: unknown; name?: unknown } | null } | null> | null } | null;
  } | null;
}

/** The services of a spawn id: more than one where an answer was lost and somebody asked again. */
export async function servicesOf(
  client: RailwayClient,
  { projectId }: Pick<RailwayPlace, 'projectId'>,
  spawnId: string,
): Promise<string[]> {
  const { project } = await client.call<Services>(DOCUMENTS.services, { projectId }, { repeatable: true });
  const edges = project?.services?.edges;
  // No list is not an empty one: something paid may be there.
  if (!Array.isArray(edges)) throw noList(projectId);
  return edges.flatMap((edge) => {
    const { id, name } = edge?.node ?? {};
    if (typeof id !== 'string' || typeof name !== 'string') return [];
    return name.startsWith(PREFIX) && name.endsWith(endOf(spawnId)) ? [id] : [];
  });
}

/** The newest deployment of a service; `undefined` while it has none. */
export async function deploymentOf(
  client: RailwayClient,
  { projectId, environmentId }: RailwayPlace,
  serviceId: string,
): Promise<string | undefined> {
  const { deployments } = await client.call<{
    deployments?: { edges?: Array<{ node?: { id?: unknown } | null } | null> | null } | null;
  }>(DOCUMENTS.deployments, { input: { projectId, environmentId, serviceId } }, { repeatable: true });
  const id = deployments?.edges?.[0]?.node?.id;
  return typeof id === 'string' ? id : undefined;
}

/** With all its deployments. Of one that is gone the service says that there is none: that is what was wanted. */
export async function deleteService(
  client: RailwayClient,
  { serviceId: id, environmentId }: { serviceId: string; environmentId: string },
): Promise<void> {
  try {
    await client.call(DOCUMENTS.deleteService, { id, environmentId }, { repeatable: true });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/** When it rejects, there is no service, also where the answer was lost: what is there is paid for. */
export async function createService(
  client: RailwayClient,
  { spawnId, input, signal }: { spawnId: string; input: RailwayPlace & object; signal?: AbortSignal },
): Promise<string> {
  try {
    const created = await client.call<{ serviceCreate?: { id?: unknown } | null }>(
      DOCUMENTS.createService,
      { input },
      { signal },
    );
    const id = created.serviceCreate?.id;
    if (typeof id === 'string') return id;
    throw noService();
  } catch (error) {
    const { environmentId } = input;
    const made = await servicesOf(client, input, spawnId).catch(() => []);
    for (const serviceId of made)
      await deleteService(client, { serviceId, environmentId }).catch(() => undefined);
    throw error;
  }
}

function noService(): AgentCoordError {
  return new AgentCoordError(
    'spawn_failed',
    "Railway named no service that it made. Look at the project in Railway's dashboard, and try again.",
  );
}

function noList(projectId: string): AgentCoordError {
  return new AgentCoordError(
    'spawn_failed',
    `Railway does not list the services of the project ${projectId}. Look whether the token may see it, and whether it is there.`,
    { data: { projectId } },
  );
}
