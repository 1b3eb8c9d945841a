import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Every `packages/<name>/prove/<proof>.proof.ts`, in a stable order. Other files there are their parts. */
export function proofFiles(): string[] {
  return readdirSync('packages')
    .map((name) => join('packages', name, 'prove'))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .filter((file) => file.endsWith('.proof.ts'))
    .sort();
}
