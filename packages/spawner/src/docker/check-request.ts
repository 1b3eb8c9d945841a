import { stat } from 'node:fs/promises';
import { relative } from 'node:path';
import { AgentCoordError, invalid } from '@agentcoord/core';
import type { LaunchSpec } from '../launcher/launcher.js';

/** `uid:gid` of whom the worker writes as: whoever owns the folder it works in. @throws `misconfigured` for root. */
export async function userFor(cwd: string, asked: string | undefined): Promise<string> {
  if (asked !== undefined) {
    if (/^[1-9]\d*:\d+$/.test(asked)) return asked;
    throw invalid('user', 'uid:gid in numbers, not root, such as 1000:1000', asked);
  }
  const { uid, gid } = await stat(cwd);
  if (uid !== 0) return `${uid}:${gid}`;
  throw new AgentCoordError(
    'misconfigured',
    `The folder ${cwd} belongs to root, and a worker in a container never runs as root. Give the folder to a user (chown -R 1000:1000 ${cwd}), or name the user with --user uid:gid.`,
    { data: { cwd } },
  );
}

/** A worker that reached the engine could start a container with every right there is. */
export function refuseEngineSocket(folders: readonly string[], socketPath: string): void {
  const [folder] = folders.filter((candidate) => !relative(candidate, socketPath).startsWith('..'));
  if (folder === undefined) return;
  throw new AgentCoordError(
    'misconfigured',
    `The folder ${folder} holds the socket of the container engine (${socketPath}), and a worker that reaches it is root on this machine. Work in a folder without it.`,
    { data: { folder, socketPath } },
  );
}

const LOOPBACK = /^(localhost|127\..*|\[?::1\]?|0\.0\.0\.0)$/i;

/** An address of this machine is another machine's inside a network of the container's own. */
export function refuseUnreachableRedis({ environment, folders }: LaunchSpec, network: string): void {
  const { REDIS_URL: address } = environment;
  if (address === undefined || !URL.canParse(address)) return;
  const { protocol, hostname, pathname } = new URL(address);
  if (protocol === 'unix:') {
    if (folders.some((folder) => !relative(folder, decodeURIComponent(pathname)).startsWith('..'))) return;
    throw unreachable('through a unix socket outside the mounted folders', 'Give Redis a network address');
  }
  if (network !== 'host' && LOOPBACK.test(hostname)) {
    throw unreachable(
      `at ${hostname}, which inside the container is the container itself`,
      'Spawn with --network host, or use an address that others reach',
    );
  }
}

function unreachable(where: string, what: string): AgentCoordError {
  return new AgentCoordError(
    'misconfigured',
    `Redis is configured ${where}: a worker in a container cannot reach it. ${what}.`,
    { data: { variable: 'REDIS_URL' } },
  );
}
