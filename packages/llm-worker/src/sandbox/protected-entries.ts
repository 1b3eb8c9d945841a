import type { Dirent } from 'node:fs';
import { readdir, readlink, rename, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { newId } from '@agentcoord/core';
import { type Protection, protectionOf } from '../workspace/protected-paths.js';
import type { Workspace } from '../workspace/workspace.js';

export interface ProtectedEntry {
  /** From the root of the workspace, with `/`. */
  relative: string;
  absolute: string;
  level: Exclude<Protection['level'], 'open'>;
  kind: 'file' | 'folder' | 'link';
  /** Of a link. */
  target?: string;
}

/** Packages bring such names by the hundred, and no tool heeds them there. */
const NOT_ENTERED = new Set(['node_modules']);

/** The topmost protected paths of a workspace: what lies below one is protected by it. */
export async function findProtected({ root }: Workspace): Promise<Map<string, ProtectedEntry>> {
  const found = new Map<string, ProtectedEntry>();
  await search(root, [], found);
  return found;
}

async function search(
  folder: string,
  above: readonly string[],
  found: Map<string, ProtectedEntry>,
): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => [])) {
    const segments = [...above, entry.name];
    const absolute = join(folder, entry.name);
    const { level } = protectionOf(segments);
    if (level !== 'open') {
      const relative = segments.join('/');
      found.set(relative, { relative, absolute, level, ...(await describe(absolute, entry)) });
    } else if (entry.isDirectory() && !NOT_ENTERED.has(entry.name)) await search(absolute, segments, found);
  }
}

async function describe(absolute: string, entry: Dirent): Promise<Pick<ProtectedEntry, 'kind' | 'target'>> {
  if (entry.isSymbolicLink()) return { kind: 'link', target: await readlink(absolute).catch(() => '') };
  return { kind: entry.isDirectory() ? 'folder' : 'file' };
}

/**
 * Renames what has appeared at protected paths since `before`, so that no program takes it for its
 * configuration, and puts back links that were changed. Nothing is deleted: a person may have made it meanwhile.
 */
export async function setAsideNew(
  workspace: Workspace,
  before: ReadonlyMap<string, ProtectedEntry>,
): Promise<Array<{ path: string; renamedTo: string }>> {
  const moved: Array<{ path: string; renamedTo: string }> = [];
  const after = await findProtected(workspace);
  for (const [path, now] of after) {
    const earlier = before.get(path);
    if (earlier && earlier.kind === now.kind && earlier.target === now.target) continue;
    const suffix = `refused-${newId('path').slice(-8)}`;
    // The dot in front goes as well: `.env.refused` would still be an environment file.
    const plain = path.slice(path.lastIndexOf('/') + 1).replace(/^\.+/, '');
    const name = `${suffix}-${plain}`;
    await rename(now.absolute, join(dirname(now.absolute), name));
    moved.push({ path, renamedTo: join(dirname(path), name) });
  }
  for (const [path, { kind, target, absolute }] of before) {
    const now = after.get(path);
    if (kind === 'link' && target && (now?.kind !== 'link' || now.target !== target))
      await symlink(target, absolute).catch(() => undefined);
  }
  return moved;
}
