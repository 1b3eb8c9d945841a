import { execFileSync } from 'node:child_process';
import { tempFolder } from './temp-folder.js';

/** git as a person calls it in a folder. */
export function gitIn(folder: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: folder, encoding: 'utf8', env: PERSON, stdio: 'pipe' }).trim();
}

const PERSON = {
  PATH: process.env.PATH,
  LC_ALL: 'C',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
};

/** A repository on the branch `main` with these files committed; removed at the end of the test. */
export async function gitFolder(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await tempFolder(files);
  makeRepository(folder);
  return folder;
}

export function makeRepository(folder: string): void {
  gitIn(folder, 'init', '-q', '-b', 'main');
  gitIn(folder, 'config', 'user.name', 'Grace');
  gitIn(folder, 'config', 'user.email', 'grace@example.invalid');
  gitIn(folder, 'add', '-A');
  gitIn(folder, 'commit', '-q', '-m', 'first');
}
