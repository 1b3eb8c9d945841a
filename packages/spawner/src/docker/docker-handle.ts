import { hostname } from 'node:os';
import { basename, dirname } from 'node:path';
import { AgentCoordError } from '@agentcoord/core';
import type { LaunchHandle } from '../launcher/launcher.js';
import type { Engine } from './engine.js';

/** How a container is found again: on this host, at this engine. */
export interface DockerHandle extends LaunchHandle {
  host: string;
  containerId: string;
  spawnId: string;
  secretsFolder?: string;
  /** Where its engine listens: another engine of this host knows nothing of it. */
  socketPath?: string;
}

export function handleOf(
  { socketPath }: Engine,
  { containerId, spawnId, secretsFolder }: { containerId: string; spawnId: string; secretsFolder?: string },
): DockerHandle {
  const secrets = secretsFolder === undefined ? {} : { secretsFolder };
  return { host: hostname(), containerId, spawnId, socketPath, ...secrets };
}

/** A container that this engine does not know may work at another one, rootless beside the system's. */
export function isOfOther({ socketPath }: DockerHandle, engine: Engine): boolean {
  return socketPath !== undefined && socketPath !== engine.socketPath;
}

/** The handle of a record is data of another process: nothing but a container's id may reach the engine. */
export function asDockerHandle(handle: LaunchHandle): DockerHandle | undefined {
  const { host, containerId, spawnId, secretsFolder, socketPath } = handle;
  if (typeof containerId !== 'string' || !isContainerId(containerId)) return undefined;
  if (typeof host !== 'string' || typeof spawnId !== 'string') return undefined;
  const isOurs =
    typeof secretsFolder === 'string' && basename(secretsFolder).startsWith('agentcoord-secrets-');
  return {
    host,
    containerId,
    spawnId,
    ...(typeof socketPath === 'string' ? { socketPath } : {}),
    ...(isOurs && dirname(secretsFolder) !== '.' ? { secretsFolder } : {}),
  };
}

export function isContainerId(id: string): boolean {
  return /^[0-9a-f]{12,64}$/.test(id);
}

export function otherHost({ host, containerId }: DockerHandle): AgentCoordError {
  return new AgentCoordError(
    'unsupported',
    `The worker's container runs on the host ${JSON.stringify(host)}, and this is ${JSON.stringify(hostname())}. Nothing was stopped; stop it there.`,
    { data: { host, containerId } },
  );
}

export function otherEngine({ socketPath = '', containerId }: DockerHandle): AgentCoordError {
  const host = `unix://${socketPath}`;
  return new AgentCoordError(
    'unsupported',
    `The worker's container runs at the container engine ${host}, and another one is set here. Nothing was stopped; stop it with DOCKER_HOST=${host}.`,
    { data: { socketPath, containerId } },
  );
}
