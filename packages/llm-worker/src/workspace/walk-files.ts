import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { protectionOf } from './protected-paths.js';
import type { WorkspacePath } from './resolve-path.js';

/** Folders of tools, not of people: not entered unless they are asked for by name. */
const SKIPPED_FOLDERS = new Set([
  'node_modules',
  '.venv',
  '__pycache__',
  '.cache',
  '.turbo',
  '.next',
  'coverage',
]);

export interface FoundEntry extends WorkspacePath {
  kind: 'file' | 'folder' | 'link';
}

export interface WalkLimits {
  /** 1: only what lies directly in the folder. */
  depth: number;
  /** Entries looked at, so that a huge tree costs no more. */
  entries: number;
  signal: AbortSignal;
}

/**
 * What lies below a folder, in the order of names, files before the folders' contents. Links are named
 * and never followed; what is hidden from tools is left out.
 */
export async function* walkFiles(folder: WorkspacePath, limits: WalkLimits): AsyncGenerator<FoundEntry> {
  const budget = { left: limits.entries };
  yield* walk(folder, limits, { budget, depth: limits.depth });
}

async function* walk(
  folder: WorkspacePath,
  limits: WalkLimits,
  state: { budget: { left: number }; depth: number },
): AsyncGenerator<FoundEntry> {
  // A folder that vanished or cannot be read has nothing to show.
  const entries = await readdir(folder.absolute, { withFileTypes: true }).catch((): Dirent[] => []);
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    limits.signal.throwIfAborted();
    if (state.budget.left <= 0) return;
    state.budget.left -= 1;
    const kind = kindOf(entry);
    const path = folder.relative === '' ? entry.name : `${folder.relative}/${entry.name}`;
    if (!kind || protectionOf(path.split('/')).level === 'hidden') continue;
    const found: FoundEntry = { kind, relative: path, absolute: join(folder.absolute, entry.name) };
    yield found;
    if (kind === 'folder' && state.depth > 1 && !SKIPPED_FOLDERS.has(entry.name)) {
      yield* walk(found, limits, { budget: state.budget, depth: state.depth - 1 });
    }
  }
}

function kindOf(entry: Dirent): FoundEntry['kind'] | undefined {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : undefined;
}
