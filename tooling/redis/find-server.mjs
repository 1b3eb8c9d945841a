import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Outside the repository, so that a fresh checkout finds what another one fetched. */
export const cacheFolder = join(
  process.env.XDG_CACHE_HOME || join(homedir(), '.cache'),
  'agentcoord',
  'redis',
);

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
  const command = join(cacheFolder, 'usr', 'bin', 'redis-server');
  const env = { LD_LIBRARY_PATH: libraryFolders().join(':') };
  return existsSync(command) && runs(command, env) ? { command, env } : undefined;
}

/** A valkey-server beside it, where this machine has one on PATH. */
export function findValkey() {
  return runs('valkey-server', {}) ? { command: 'valkey-server', env: {} } : undefined;
}

function libraryFolders() {
  const triple = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' }[process.arch] ?? '';
  return ['usr/lib', 'lib'].flatMap((folder) => [
    join(cacheFolder, folder, triple),
    join(cacheFolder, folder),
  ]);
}

function runs(command, env) {
  try {
    execFileSync(command, ['--version'], { env: { ...process.env, ...env }, stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}
