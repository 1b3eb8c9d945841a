import { lstat, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Whether names in this folder are the same in upper and lower case. Only looks: an existing name is
 * asked for in the other case. With nothing to ask for, names count as different, as on most Linux systems.
 */
export async function ignoresCase(folder: string): Promise<boolean> {
  const inside = await probe(folder, await namesIn(folder));
  if (inside !== undefined) return inside;
  const parent = dirname(folder);
  const siblings = new Set(await namesIn(parent));
  const own = basename(folder);
  return (await probe(parent, siblings.has(own) ? [own] : [], siblings)) ?? false;
}

async function probe(
  folder: string,
  candidates: readonly string[],
  names = new Set(candidates),
): Promise<boolean | undefined> {
  for (const name of candidates) {
    const other = swapCase(name);
    // Where both spellings are listed, they are two entries (perhaps hard links of one file): no proof.
    if (other === name || names.has(other)) continue;
    const [asListed, asAsked] = await Promise.all([
      identity(join(folder, name)),
      identity(join(folder, other)),
    ]);
    if (asListed !== undefined) return asListed === asAsked;
  }
  return undefined;
}

function swapCase(name: string): string {
  return name.replace(/[a-zA-Z]/g, (letter) => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase()));
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}

async function identity(path: string): Promise<string | undefined> {
  try {
    const { dev, ino } = await lstat(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}
