import { AgentCoordError, abortedError, printable, redact } from '@agentcoord/core';
import type { EngineReply } from './engine.js';

/** Why nobody answered on the socket. */
export function noEngine(
  socketPath: string,
  error: NodeJS.ErrnoException,
  signal?: AbortSignal,
): AgentCoordError {
  if (AgentCoordError.is(error)) return error;
  if (signal?.aborted) return abortedError(signal, 'talking to the container engine');
  const data = { socketPath, ...(error.code === undefined ? {} : { cause: error.code }) };
  if (error.code === 'EACCES' || error.code === 'EPERM') {
    return new AgentCoordError(
      'misconfigured',
      `This user may not use the container engine at unix://${socketPath}. Add the user to the group that owns the socket (for Docker: sudo usermod -aG docker $USER, then log in again), or name another engine in DOCKER_HOST.`,
      { data, cause: error },
    );
  }
  return new AgentCoordError(
    'misconfigured',
    `No container engine answers at unix://${socketPath} (${error.code ?? error.message}). Start Docker or "podman system service", or say in DOCKER_HOST where it listens: DOCKER_HOST=unix:///path/to/docker.sock.`,
    { data, cause: error },
  );
}

export function oldEngine(socketPath: string, version: string, oldest: string): AgentCoordError {
  const speaks = version === '' ? 'names no version of its API' : `speaks version ${version} of its API`;
  return new AgentCoordError(
    'unsupported',
    `The container engine at unix://${socketPath} ${speaks}, and ${oldest} is the oldest that is understood. Update it (Docker 19.03 or Podman 4 and newer).`,
    { data: { socketPath, version, oldest } },
  );
}

/** What the engine said, for a person: never more than a screen, never a secret by its shape. */
export function saidBy({ status, body }: EngineReply): string {
  const message = typeof body === 'object' && body !== null && 'message' in body ? body.message : body;
  return `${redact(printable(String(message), { singleLine: true })).slice(0, 500)} (status ${status})`;
}

export function noSuchImage(image: string, why: string): AgentCoordError {
  return new AgentCoordError(
    'spawn_failed',
    `The image ${JSON.stringify(image)} is not here and could not be pulled: ${why}. Build it from a checkout of AgentCoord (docker build -f docker/worker/Dockerfile -t ${image} .), pull it yourself where it needs a login, or name another with --image.`,
    { data: { image } },
  );
}

export function nameTaken(name: string, reply: EngineReply): AgentCoordError {
  return new AgentCoordError(
    'conflict',
    `A container named ${JSON.stringify(name)} is there already: ${saidBy(reply)}. Remove it (docker rm -f ${name}), or spawn under another name.`,
    { data: { container: name } },
  );
}

export function refused(what: string, reply: EngineReply): AgentCoordError {
  return new AgentCoordError(
    'spawn_failed',
    `The container engine could not ${what}: ${saidBy(reply)}. Mend what it says and spawn again.`,
    { data: { status: reply.status } },
  );
}
