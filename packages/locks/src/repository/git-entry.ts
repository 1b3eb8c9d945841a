import { existsSync } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

export interface GitEntry {
  /** Of this work tree alone. */
  gitDir: string;
  /** Shared by all work trees of the repository. */
  commonDir: string;
}

/** Asked in place and without an error: most folders of a path have none. */
export function hasGitEntry(folder: string): boolean {
  return existsSync(`${folder}/.git`);
}

/**
 * What the `.git` in this very folder stands for: the folder of a main work tree, or the file that
 * linked work trees and submodules have. `undefined` where there is none, or none that git would take.
 */
export async function readGitEntry(folder: string): Promise<GitEntry | undefined> {
  try {
    if (!hasGitEntry(folder)) return undefined;
    const entry = join(folder, '.git');
    const gitDir = (await stat(entry)).isDirectory()
      ? entry
      : await pointedAt(entry, folder, /^gitdir: (.+)$/m);
    await stat(join(gitDir, 'HEAD'));
    return { gitDir: await realpath(gitDir), commonDir: await realpath(await commonDirOf(gitDir)) };
  } catch {
    return undefined;
  }
}

async function commonDirOf(gitDir: string): Promise<string> {
  try {
    return await pointedAt(join(gitDir, 'commondir'), gitDir, /^(.+)$/m);
  } catch {
    return gitDir;
  }
}

async function pointedAt(file: string, relativeTo: string, pattern: RegExp): Promise<string> {
  const [, target] = pattern.exec(await readFile(file, 'utf8')) ?? [];
  if (target === undefined) throw new Error(`${file} points nowhere`);
  return resolve(relativeTo, target.trim());
}
