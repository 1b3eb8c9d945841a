import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Where packages are unpacked: outside the repository, so that a fresh checkout finds what another one fetched. */
export function unpackedFolder(name) {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'agentcoord', name);
}

/** What a program in such a folder needs in its environment. */
export function unpackedEnvironment(folder) {
  const triple = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' }[process.arch] ?? '';
  const libraries = ['usr/lib', 'lib'].flatMap((part) => [join(folder, part, triple), join(folder, part)]);
  return { LD_LIBRARY_PATH: libraries.join(':') };
}

export function runs(command, env, args = ['--version']) {
  try {
    execFileSync(command, args, { env: { ...process.env, ...env }, stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

/**
 * On Debian and Ubuntu, unpacks packages into the user's cache, without touching the system. Elsewhere, or
 * where it fails, the tests that need them are skipped and say so; that is no failure here.
 */
export function unpackPackages({ name, packages, howToGetOne }) {
  if (!existsSync('/etc/debian_version')) return;
  console.error(`Fetching ${name} for the tests …`);
  const folder = unpackedFolder(name);
  const parent = dirname(folder);
  mkdirSync(parent, { recursive: true });
  const staged = mkdtempSync(join(parent, `${name}-`));
  try {
    download(staged, packages);
    for (const file of readdirSync(staged).filter((entry) => entry.endsWith('.deb'))) {
      execFileSync('dpkg', ['-x', join(staged, file), join(staged, 'root')], { stdio: 'pipe' });
    }
    rmSync(folder, { recursive: true, force: true });
    renameSync(join(staged, 'root'), folder);
  } catch (error) {
    console.error(`It could not be fetched (${String(error.message).split('\n')[0]}); ${howToGetOne}.`);
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
}

function download(folder, packages) {
  const get = () => execFileSync('apt-get', ['download', ...packages], { cwd: folder, stdio: 'pipe' });
  try {
    get();
  } catch {
    // A fresh container has no package lists yet.
    execFileSync('apt-get', ['update'], { stdio: 'pipe' });
    get();
  }
}
