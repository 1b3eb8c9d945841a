import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Every `<packages or apps>/<name>/prove/<proof>.proof.ts`, in a stable order. Other files there are their parts. */
export function proofFiles(): string[] {
  return ['packages', 'apps']
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name, 'prove')))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .filter((file) => file.endsWith('.proof.ts'))
    .sort();
}
