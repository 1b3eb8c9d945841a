import { lstat, readlink, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

const MOST_LINKS = 40;

/** Where a write to this path lands: what a symbolic link leads to, also when that is not there yet. */
export async function realFile(path: string): Promise<string> {
  let file = path;
  for (let links = 0; links < MOST_LINKS; links += 1) {
    const found = await realpath(file).catch(() => undefined);
    if (found !== undefined) return found;
    const isLink = await lstat(file).then(
      (entry) => entry.isSymbolicLink(),
      () => false,
    );
    if (!isLink) {
      const folder = await realpath(dirname(file)).catch(() => dirname(file));
      return join(folder, basename(file));
    }
    file = resolve(dirname(file), await readlink(file));
  }
  throw new Error('its symbolic links lead in a circle');
}
