import { stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { checkText } from '@agentcoord/core';
import { realTarget } from '../names/real-path.js';
import { selfAndAncestors } from './ancestors.js';
import { type GitEntry, readGitEntry } from './git-entry.js';

export interface Repository {
  /** The work tree's root, a real path. Resources are named from here. */
  root: string;
  /** The git common dir, a real path, shared by all work trees; absent without git. */
  commonDir?: string;
}

/** A folder without git is one project where one of these files is. */
const MARKERS = ['.agentcoord/config.json', '.agentcoord/agentcoord.json'];

/**
 * The repository a folder belongs to, found by reading `.git` entries and without running git.
 * A submodule belongs to its superproject, for its files lie in that work tree: agents in either must
 * meet. Without git: the nearest folder that was set up for AgentCoord, else the folder itself.
 */
export async function findRepository(cwd: string): Promise<Repository> {
  const start = realTarget(checkText(cwd, 'cwd', { maxLength: 4096 }));
  return (await findGit(start)) ?? { root: (await findMarked(start)) ?? start };
}

async function findGit(start: string): Promise<Repository | undefined> {
  for (const folder of selfAndAncestors(start)) {
    const git = await readGitEntry(folder);
    if (git !== undefined)
      return (await superprojectOf(folder, git)) ?? { root: folder, commonDir: git.commonDir };
  }
  return undefined;
}

async function superprojectOf(root: string, git: GitEntry): Promise<Repository | undefined> {
  for (const folder of selfAndAncestors(dirname(root))) {
    const outer = folder === root ? undefined : await readGitEntry(folder);
    if (outer === undefined) continue;
    const isSubmodule = [outer.gitDir, outer.commonDir].some((dir) =>
      git.gitDir.startsWith(join(dir, 'modules') + sep),
    );
    if (!isSubmodule) return undefined;
    return (await superprojectOf(folder, outer)) ?? { root: folder, commonDir: outer.commonDir };
  }
  return undefined;
}

async function findMarked(start: string): Promise<string | undefined> {
  for (const folder of selfAndAncestors(start)) {
    for (const marker of MARKERS) if (await exists(join(folder, marker))) return folder;
  }
  return undefined;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
