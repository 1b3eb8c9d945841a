import { mkdirSync, type Stats } from 'node:fs';
import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AgentCoordError, PinnedFolder } from '@agentcoord/core';
import { pathSegments, refusedPath } from './path-text.js';
import { type Protection, protectionOf } from './protected-paths.js';
import { checkedReal, missing, type Purpose, refuseProtected, type WorkspacePath } from './resolve-path.js';
import type { Workspace } from './workspace.js';

export interface WritablePath extends WorkspacePath {
  /** Permission bits; left out for a new file. */
  mode?: number;
  exists: boolean;
  /** Folders that must be made first, outermost first. */
  missingFolders: string[];
}

/** What stands in the way of a write: by the names it was asked by, or by those it leads to. */
export function protectionOfWrite(path: string, target: WorkspacePath): Protection {
  const asked = protectionOf(pathSegments(path));
  return asked.level === 'open' ? protectionOf(target.relative.split('/')) : asked;
}

/**
 * Where a write to this path would really go. Links are followed and their targets judged; a new file
 * is judged by the nearest folder that exists, because the real path of a missing file says nothing.
 * @throws `invalid_argument` for what is outside, protected, no regular file, or has a second name (a
 * hard link may be a file outside).
 */
export async function resolveForWriting(
  workspace: Workspace,
  path: string,
  purpose: Exclude<Purpose, 'read'> = 'write',
): Promise<WritablePath> {
  const segments = pathSegments(path);
  if (segments.length === 0 || path.endsWith('/') || path.endsWith('/.'))
    throw refusedPath(path, 'it names no file');
  refuseProtected(path, segments, purpose);
  const parent = await nearestFolder(workspace, { path, segments: segments.slice(0, -1), purpose });
  const name = segments.at(-1) ?? '';
  if (parent.missing.length > 0) {
    const folders = parent.missing.map((_, index) =>
      join(parent.real, ...parent.missing.slice(0, index + 1)),
    );
    const target = checkedReal(workspace, {
      path,
      real: join(folders.at(-1) ?? parent.real, name),
      purpose,
    });
    return { ...target, exists: false, missingFolders: folders };
  }
  return resolveLast(workspace, { path, real: join(parent.real, name), purpose });
}

async function resolveLast(
  workspace: Workspace,
  target: { path: string; real: string; purpose: Purpose },
): Promise<WritablePath> {
  const entry = await lstatOrNothing(target.real, target.path);
  if (!entry) return { ...checkedReal(workspace, target), exists: false, missingFolders: [] };
  // A link whose target is missing would create a file wherever it points to: realpath refuses it.
  const real = await realpath(target.real).catch((cause: unknown) => {
    throw entry.isSymbolicLink()
      ? refusedPath(target.path, 'it is a link that leads nowhere')
      : missing(target.path, cause);
  });
  const found = checkedReal(workspace, { ...target, real });
  const file = await lstat(real);
  if (!file.isFile())
    throw refusedPath(target.path, file.isDirectory() ? 'it is a folder' : 'it is no regular file');
  if (file.nlink > 1)
    throw refusedPath(
      target.path,
      'the file has a second name (a hard link), which may lie outside the workspace',
    );
  return { ...found, exists: true, mode: file.mode & 0o777, missingFolders: [] };
}

async function nearestFolder(
  workspace: Workspace,
  { path, segments, purpose }: { path: string; segments: readonly string[]; purpose: Purpose },
): Promise<{ real: string; missing: string[] }> {
  let real = workspace.root;
  for (const [index, segment] of segments.entries()) {
    const next = join(real, segment);
    const entry = await lstatOrNothing(next, path);
    if (!entry) return { real, missing: segments.slice(index) };
    real = await realpath(next).catch((cause: unknown) => {
      throw entry.isSymbolicLink()
        ? refusedPath(path, 'a folder of it is a link that leads nowhere')
        : missing(path, cause);
    });
    checkedReal(workspace, { path, real, purpose });
    if (!(await lstat(real)).isDirectory()) throw refusedPath(path, `"${segment}" in it is no folder`);
  }
  return { real, missing: [] };
}

async function lstatOrNothing(real: string, path: string): Promise<Stats | undefined> {
  return lstat(real).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw missing(path, cause);
  });
}

/**
 * Makes the missing folders one by one, each in the folder that was judged: a link put in the place of that in the
 * meantime is found. Returns those it made.
 */
export async function makeFolders(
  workspace: Workspace,
  target: { path: string; folders: readonly string[]; purpose: Purpose },
): Promise<string[]> {
  const made: string[] = [];
  for (const folder of target.folders) {
    if (makeFolder(target.path, folder)) made.push(folder);
    const real = await realpath(folder);
    if (real !== folder) throw refusedPath(target.path, 'a folder of it was replaced by a link');
    checkedReal(workspace, { path: target.path, real, purpose: target.purpose });
  }
  return made;
}

/** Whether it was not there yet. */
function makeFolder(path: string, folder: string): boolean {
  let parent: PinnedFolder | undefined;
  try {
    parent = PinnedFolder.open(dirname(folder));
    mkdirSync(parent.at(basename(folder)));
    return true;
  } catch (cause) {
    if (AgentCoordError.is(cause)) throw cause;
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw missing(path, cause);
  } finally {
    parent?.close();
  }
}
