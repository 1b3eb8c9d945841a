import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheFolder, findServer, howToGetOne } from './find-server.mjs';

const packages = ['redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1', 'liblua5.1-0'];

/**
 * Set-up: on Debian and Ubuntu, unpacks a redis-server into the user's cache, without touching the
 * system. Elsewhere, or where it fails, the Redis tests are skipped and say so; that is no failure here.
 */
export function fetchServerIfMissing() {
  if (process.env.AGENTCOORD_REDIS_SERVER || findServer() || !existsSync('/etc/debian_version')) return;
  console.error('Fetching a redis-server for the tests …');
  const parent = dirname(cacheFolder);
  mkdirSync(parent, { recursive: true });
  const staged = mkdtempSync(join(parent, 'redis-'));
  try {
    download(staged);
    for (const file of readdirSync(staged).filter((name) => name.endsWith('.deb'))) {
      execFileSync('dpkg', ['-x', join(staged, file), join(staged, 'root')], { stdio: 'pipe' });
    }
    rmSync(cacheFolder, { recursive: true, force: true });
    renameSync(join(staged, 'root'), cacheFolder);
  } catch (error) {
    console.error(`It could not be fetched (${String(error.message).split('\n')[0]}); ${howToGetOne}.`);
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
}

function download(folder) {
  const get = () => execFileSync('apt-get', ['download', ...packages], { cwd: folder, stdio: 'pipe' });
  try {
    get();
  } catch {
    // A fresh container has no package lists yet.
    execFileSync('apt-get', ['update'], { stdio: 'pipe' });
    get();
  }
}
