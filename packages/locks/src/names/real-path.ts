import { readlink, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, parse } from 'node:path';
import { invalid } from '@agentcoord/core';

/** As many as Linux follows. */
const MAX_LINKS = 40;

/**
 * Where a write to this path would really land, whether or not the file exists: links are followed
 * as the kernel does, also a link to nothing yet, and `..` leaves the folder a link leads to.
 */
export async function realTarget(absolute: string): Promise<string> {
  try {
    return await realpath(absolute);
  } catch {
    return walk(absolute);
  }
}

async function walk(absolute: string): Promise<string> {
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
    const target = await linkTarget(next);
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
async function linkTarget(path: string): Promise<string | undefined> {
  try {
    return await readlink(path);
  } catch {
    return undefined;
  }
}
