import { realpath } from 'node:fs/promises';
import { isAbsolute, sep } from 'node:path';
import { AgentCoordError, checkText, invalid } from '@agentcoord/core';
import { selfAndAncestors } from '../repository/ancestors.js';
import { hasGitEntry, readGitEntry } from '../repository/git-entry.js';
import { ignoresCase } from './case-probe.js';
import { encodeSegment } from './encode-segment.js';
import { foldCase } from './fold-case.js';
import { findTarget, realTarget, type Target } from './real-path.js';
import { joinResource, OUTSIDE } from './resource.js';

export interface ResourceName {
  /** `src/a.ts`; `.` for the root; `@outside/etc/hosts` beyond it. Equal for equal files, on every work tree. */
  resource: string;
  /** The real path: where a write lands. */
  absolute: string;
  /** An existing folder, or a path that does not exist and ends in `/`. */
  isFolder: boolean;
}

export interface ResourceNames {
  readonly root: string;
  /**
   * The canonical name of a path. A relative path counts from `cwd`, else from the root.
   * @throws `invalid_argument` for an empty path, one with a NUL, or links that lead in a circle.
   */
  resolve(path: string, cwd?: string): Promise<ResourceName>;
}

export interface ResourceNamesOptions {
  /** The work tree's root, from `findRepository`. */
  root: string;
  /** The git common dir (`commonDir` of `findRepository`): paths in other work trees of it get the same names. Default: read from the root's `.git`. */
  commonRoot?: string;
  /** Whether the file system takes `A` and `a` for one name. Default: found out once, by looking. */
  ignoreCase?: boolean;
}

interface Place {
  root: string;
  commonDir?: string;
  spell: (name: string) => string;
}

/**
 * Names files so that one file has one name: real path (links resolved, also above a file that does
 * not exist yet), relative to its work tree, Unicode NFC, and folded where the file system ignores case.
 */
export function createResourceNames(options: ResourceNamesOptions): ResourceNames {
  const root = checkText(options.root, 'root', { maxLength: 4096 });
  if (!isAbsolute(root)) throw invalid('root', 'an absolute path', root);
  let place: Promise<Place> | undefined;
  return {
    root,
    async resolve(path, cwd = root) {
      place ??= findPlace(root, options).catch((error: unknown) => {
        place = undefined;
        throw error;
      });
      return nameOf(checkPath(path), cwd, await place);
    },
  };
}

async function findPlace(root: string, options: ResourceNamesOptions): Promise<Place> {
  const realRoot = await realpath(root).catch((cause: unknown) => {
    throw new AgentCoordError(
      'misconfigured',
      `The repository root ${root} cannot be read. Run from an existing folder.`,
      {
        data: { root },
        cause,
      },
    );
  });
  const commonDir =
    options.commonRoot === undefined
      ? (await readGitEntry(realRoot))?.commonDir
      : realTarget(options.commonRoot);
  const fold = options.ignoreCase ?? (await ignoresCase(realRoot));
  return {
    root: realRoot,
    ...(commonDir === undefined ? {} : { commonDir }),
    spell: (name) => encodeSegment(fold ? foldCase(name) : name),
  };
}

function checkPath(path: unknown): string {
  if (typeof path !== 'string') throw invalid('path', 'text', path);
  if (path === '')
    throw invalid('path', 'a path; an empty one names nothing, "." names the whole repository', path);
  if (path.includes('\0')) throw invalid('path', 'free of NUL characters', path);
  return path;
}

async function nameOf(path: string, cwd: string, place: Place): Promise<ResourceName> {
  const target = findTarget(
    isAbsolute(path) ? path : `${isAbsolute(cwd) ? cwd : `${place.root}/${cwd}`}/${path}`,
  );
  const { absolute, isFolder = path.endsWith('/') } = target;
  const nested = nestedWorkTrees(target, place);
  const workTree =
    nested.length === 0 ? rootAround(absolute, place) : await innermost(nested, absolute, place);
  const segments = partsOf(workTree === undefined ? absolute : absolute.slice(workTree.length)).map(
    place.spell,
  );
  if (workTree === undefined) segments.unshift(OUTSIDE);
  else if (segments[0] === OUTSIDE) segments[0] = OUTSIDE.replace('@', '%40');
  return { resource: joinResource(segments), absolute, isFolder };
}

/** Folders with a `.git`, from the path up to the root or, outside of it, up to the top: nearly always none. */
function nestedWorkTrees({ absolute, isFolder }: Target, { root, commonDir }: Place): string[] {
  const nested: string[] = [];
  if (commonDir === undefined) return nested;
  for (const folder of selfAndAncestors(absolute)) {
    if (folder === root) return nested;
    // A file has nothing below it; to ask costs as much as all else here, because Node makes an error of the answer.
    if ((folder !== absolute || isFolder !== false) && hasGitEntry(folder)) nested.push(folder);
  }
  return nested;
}

/** The innermost work tree of this repository around a path: one may lie inside another. */
async function innermost(
  nested: readonly string[],
  absolute: string,
  place: Place,
): Promise<string | undefined> {
  for (const folder of nested) if ((await readGitEntry(folder))?.commonDir === place.commonDir) return folder;
  return rootAround(absolute, place);
}

function rootAround(absolute: string, { root }: Place): string | undefined {
  const isInside = absolute === root || absolute.startsWith(root.endsWith(sep) ? root : root + sep);
  return isInside ? root : undefined;
}

function partsOf(path: string): string[] {
  return path.split(sep).filter((part) => part !== '');
}
