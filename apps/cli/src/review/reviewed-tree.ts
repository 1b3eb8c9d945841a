import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { lstat, realpath } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import { AgentCoordError } from '@agentcoord/core';

export interface TreeState {
  commit?: string;
  /** Of the commit and of what is not committed. */
  hash: string;
}

/** What a review is about: the same state of the files is the same review. */
export async function treeState(root: string): Promise<TreeState> {
  const commit = (await git(root, ['rev-parse', '--verify', 'HEAD']))?.trim();
  const changes = await git(root, ['status', '--porcelain=v1', '-z', '--untracked-files=all']);
  const content =
    commit === undefined ? '' : await git(root, ['diff', 'HEAD', '--no-ext-diff', '--no-textconv']);
  // What git cannot tell is never the same.
  const unknown = changes === undefined || content === undefined ? randomUUID() : '';
  const facts = [root, commit, changes, content, unknown, ...(await untracked(root))];
  const hash = createHash('sha256').update(facts.join('\0')).digest('hex');
  return { ...(commit !== undefined && { commit }), hash };
}

/** Git names them without looking at them: their size and time stand for what is in them. */
async function untracked(root: string): Promise<string[]> {
  const names = await git(root, ['ls-files', '--others', '--exclude-standard', '-z']);
  const files = (names ?? '').split('\0').filter((name) => name !== '');
  return Promise.all(
    files.map(async (name) => {
      const found = await lstat(join(root, name)).catch(() => undefined);
      return `${name} ${found?.size} ${found?.mtimeMs}`;
    }),
  );
}

/** Relative to the root, `.` for all of it. @throws `not_found`; `invalid_argument` for what lies outside. */
export async function reviewedPath(root: string, cwd: string, path: string | undefined): Promise<string> {
  if (path === undefined) return '.';
  const real = await realpath(resolve(cwd, path)).catch(() => undefined);
  if (real === undefined)
    throw new AgentCoordError('not_found', `There is no ${path}. Name a file or folder of this repository.`, {
      data: { field: 'path', path },
    });
  const inside = relative(root, real).split(sep).join('/');
  if (inside === '..' || inside.startsWith('../'))
    throw new AgentCoordError(
      'invalid_argument',
      `${path} lies outside of this repository (${root}). Run the review in the repository it belongs to, or name it with --cwd.`,
      { data: { field: 'path', path } },
    );
  return inside === '' ? '.' : inside;
}

export function reviewIdOf(what: { tree: string; path: string; leads: readonly string[] }): string {
  const hash = createHash('sha256')
    .update([what.tree, what.path, ...what.leads].join('\0'))
    .digest('hex');
  return `review-${hash.slice(0, 10)}`;
}

async function git(cwd: string, args: string[]): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('git', ['-c', 'core.fsmonitor=false', ...args], {
      cwd,
      maxBuffer: 256 * 1024 * 1024,
    });
    return stdout;
  } catch {
    return undefined;
  }
}
