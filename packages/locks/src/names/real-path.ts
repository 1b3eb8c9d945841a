import { lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, parse } from 'node:path';
import { invalid } from '@agentcoord/core';

/** As many as Linux follows. */
const MAX_LINKS = 40;

export interface Target {
  absolute: string;
  /** `undefined` where nothing is there, or nothing to be seen. */
  isFolder: boolean | undefined;
}

/**
 * Where a write to this path would really land, whether or not the file exists: links are followed
 * as the kernel does, also a link to nothing yet, and `..` leaves the folder a link leads to.
 *
 * Asked in place, not through the thread pool: a lock's two trips to a store take 130 µs, six trips through the pool
 * more than that. Asked anew each time: whatever is remembered of a path may be wrong one `ln -s` later.
 */
export function findTarget(absolute: string): Target {
  try {
    const found = lstatSync(absolute, { throwIfNoEntry: false });
    if (found !== undefined) {
      const real = realpathSync.native(absolute);
      return { absolute: real, isFolder: found.isSymbolicLink() ? isDirectory(real) : found.isDirectory() };
    }
  } catch {
    // A link to nothing, or a folder that may not be read.
  }
  const target = walk(absolute);
  return { absolute: target, isFolder: isDirectory(target) };
}

export function realTarget(absolute: string): string {
  return findTarget(absolute).absolute;
}

function isDirectory(path: string): boolean | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory();
  } catch {
    return undefined;
  }
}

function walk(absolute: string): string {
  const { root } = parse(absolute);
  let real = root;
  let links = 0;
  const rest = partsOf(absolute).reverse();
  for (let part = rest.pop(); part !== undefined; part = rest.pop()) {
    if (part === '..') {
      real = dirname(real);
      continue;
    }
    const next = join(real, part);
    const target = linkTarget(next);
    if (target === undefined) {
      real = next;
      continue;
    }
    links += 1;
    if (links > MAX_LINKS)
      throw invalid('path', 'a path whose symbolic links do not lead in a circle', absolute);
    rest.push(...partsOf(target).reverse());
    if (isAbsolute(target)) real = root;
  }
  return real;
}

function partsOf(path: string): string[] {
  return path
    .slice(parse(path).root.length)
    .split('/')
    .filter((part) => part !== '' && part !== '.');
}

/** `undefined` for everything that is no link: a file, a folder, nothing there, nothing to be seen there. */
function linkTarget(path: string): string | undefined {
  try {
    const found = lstatSync(path, { throwIfNoEntry: false });
    return found?.isSymbolicLink() ? readlinkSync(path) : undefined;
  } catch {
    return undefined;
  }
}
