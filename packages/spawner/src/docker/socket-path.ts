import { AgentCoordError } from '@agentcoord/core';

const DEFAULT_SOCKET = '/var/run/docker.sock';

/** Where the engine listens: `DOCKER_HOST`, else Docker's own place. @throws `misconfigured` for another kind of address. */
export function socketPathOf(environment: Readonly<Record<string, string | undefined>>): string {
  const { DOCKER_HOST: address } = environment;
  if (address === undefined || address === '') return DEFAULT_SOCKET;
  const path = /^unix:\/\/(\/.+)$/.exec(address)?.[1];
  if (path !== undefined) return path;
  throw new AgentCoordError(
    'misconfigured',
    `DOCKER_HOST is ${JSON.stringify(address)}, and workers are started through a unix socket only: their folder is mounted, so the engine is on this machine. Set it to unix:///path/to/docker.sock, or remove it for unix://${DEFAULT_SOCKET}.`,
    { data: { variable: 'DOCKER_HOST' } },
  );
}
