import { type GitPlace, gitOutput } from './git-output.js';
import type { GuardedHook } from './hook-place.js';

const NAMES = ['--no-renames', '--name-only', '-z'];
const NOBODY = /^0+$/;

/** The files that git is about to commit or push, from the root of the work tree. @param refs what git tells a pre-push hook. */
export async function guardedFiles(hook: GuardedHook, refs: string, place: GitPlace): Promise<string[]> {
  if (hook === 'pre-commit') return namesIn(await gitOutput(['diff', '--cached', ...NAMES], place));
  const names = new Set<string>();
  for (const line of refs.split('\n')) {
    const [, local = '', , remote = ''] = line.trim().split(/\s+/);
    if (local === '' || NOBODY.test(local)) continue;
    for (const name of await pushed(local, remote, place)) names.add(name);
  }
  return [...names];
}

/** Of every commit that the other side does not have, as far as is known here. */
async function pushed(local: string, remote: string, place: GitPlace): Promise<string[]> {
  // Of a merge only what is of neither side: what it brought in speaks for itself, or is there already.
  const log = ['log', '--format=', '-c', ...NAMES, local];
  if (!NOBODY.test(remote)) {
    const known = await gitOutput([...log, `^${remote}`, '--not', '--remotes'], place).catch(() => undefined);
    if (known !== undefined) return namesIn(known);
  }
  return namesIn(await gitOutput([...log, '--not', '--remotes'], place));
}

function namesIn(output: string): string[] {
  return output
    .split('\0')
    .map((name) => name.replace(/^\n+/, ''))
    .filter((name) => name !== '');
}
