import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runs, unpackedEnvironment, unpackedFolder } from '../debian/unpacked-packages.mjs';

export const howToGetOne =
  'no redis-server: install redis-server or valkey-server, or set AGENTCOORD_REDIS_SERVER to the path of one';

/**
 * The redis-server of this machine: the one named by AGENTCOORD_REDIS_SERVER, else one on PATH, else the
 * one that set-up unpacked. `undefined` where there is none; nothing is downloaded here.
 */
export function findServer() {
  const named = process.env.AGENTCOORD_REDIS_SERVER;
  if (named) return runs(named, {}) ? { command: named, env: {} } : undefined;
  for (const command of ['redis-server', 'valkey-server']) {
    if (runs(command, {})) return { command, env: {} };
  }
  const folder = unpackedFolder('redis');
  const command = join(folder, 'usr', 'bin', 'redis-server');
  const env = unpackedEnvironment(folder);
  return existsSync(command) && runs(command, env) ? { command, env } : undefined;
}

/** A valkey-server beside it, where this machine has one on PATH. */
export function findValkey() {
  return runs('valkey-server', {}) ? { command: 'valkey-server', env: {} } : undefined;
}
