import { dirname } from 'node:path';

/** The folder itself, then its parents up to the root. */
export function* selfAndAncestors(absolute: string): Generator<string> {
  let folder = absolute;
  for (;;) {
    yield folder;
    const parent = dirname(folder);
    if (parent === folder) return;
    folder = parent;
  }
}
