import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

/** The folders of all workspace packages, relative to the root. */
export function workspaceFolders() {
  const nested = ['packages', 'apps', 'examples'].flatMap((parent) =>
    existsSync(join(root, parent)) ? readdirSync(join(root, parent)).map((name) => join(parent, name)) : [],
  );
  return [...nested, 'benchmarks', 'tooling'].filter((folder) =>
    existsSync(join(root, folder, 'package.json')),
  );
}

/** All files below a folder, relative to the root, in a stable order; none where it does not exist. */
export function filesBelow(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .sort();
}

/** One hash over the names and contents of the files. A missing file counts as missing. */
export function fingerprint(files) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\0`);
  for (const file of files) {
    const path = join(root, file);
    hash
      .update(`${file}\0`)
      .update(existsSync(path) ? readFileSync(path) : '')
      .update('\0');
  }
  return hash.digest('hex');
}
