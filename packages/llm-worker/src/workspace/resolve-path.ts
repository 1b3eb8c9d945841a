import { lstat, realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { AgentCoordError } from '@agentcoord/core';
import { pathSegments, refusedPath } from './path-text.js';
import { protectionOf } from './protected-paths.js';
import type { Workspace } from './workspace.js';

/** `approved-write`: as far as an approval can open what is protected. */
export type Purpose = 'read' | 'write' | 'approved-write';

export interface WorkspacePath {
  /** With every link resolved, relative to the root, with `/`; `''` for the root itself. */
  relative: string;
  absolute: string;
}

/** An existing file or folder to read. @throws `invalid_argument` when it is outside or hidden; `not_found`. */
export async function resolveExisting(workspace: Workspace, path: string): Promise<WorkspacePath> {
  const segments = pathSegments(path);
  refuseProtected(path, segments, 'read');
  const real = await realpath(join(workspace.root, ...segments)).catch((cause: unknown) => {
    throw missing(path, cause);
  });
  return checkedReal(workspace, { path, real, purpose: 'read' });
}

/** An existing folder inside the workspace. */
export async function resolveFolder(workspace: Workspace, path: string): Promise<WorkspacePath> {
  const found = await resolveExisting(workspace, path);
  if ((await lstat(found.absolute)).isDirectory()) return found;
  throw refusedPath(path, 'it is no folder');
}

/** A path that a real path belongs to, inside the workspace and not protected; else it is refused. */
export function checkedReal(
  workspace: Workspace,
  found: { path: string; real: string; purpose: Purpose },
): WorkspacePath {
  const inside = found.real === workspace.root || found.real.startsWith(withSeparator(workspace.root));
  if (!inside) throw refusedPath(found.path, 'it leads out of the workspace');
  const segments = relative(workspace.root, found.real).split(sep).filter(Boolean);
  refuseProtected(found.path, segments, found.purpose);
  return { relative: segments.join('/'), absolute: found.real };
}

export function refuseProtected(path: string, segments: readonly string[], purpose: Purpose): void {
  const protection = protectionOf(segments);
  if (protection.level === 'open' || (protection.level === 'read-only' && purpose === 'read')) return;
  if (purpose === 'approved-write' && !protection.never) return;
  throw refusedPath(path, `it is protected: ${protection.reason}`);
}

export function missing(path: string, cause: unknown): AgentCoordError {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new AgentCoordError(
      'not_found',
      `There is no "${path}" in the workspace. Use list_files or search to find it.`,
      {
        data: { path },
        cause,
      },
    );
  }
  return refusedPath(
    path,
    code === 'ELOOP' ? 'its links lead in a circle' : `the system says ${code ?? 'no'}`,
  );
}

function withSeparator(folder: string): string {
  return folder.endsWith(sep) ? folder : folder + sep;
}
