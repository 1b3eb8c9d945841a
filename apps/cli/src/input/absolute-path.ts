import { resolve, sep } from 'node:path';

/** From the folder the command works in. A trailing slash stays: it says "a folder" of what does not exist yet. */
export function absolutePath(path: string, cwd: string): string {
  // An empty path is refused by the lock itself, which names the field.
  return path.trim() === '' ? path : resolve(cwd, path) + (path.endsWith('/') ? sep : '');
}
