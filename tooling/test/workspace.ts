import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

export interface Manifest {
  name: string;
  private?: boolean;
  [field: string]: unknown;
}

export interface WorkspacePackage {
  /** Relative to the root, for example "packages/queue". */
  folder: string;
  manifest: Manifest;
}

/** Every package of the workspace, in a stable order. */
export function workspacePackages(): WorkspacePackage[] {
  return ['packages', 'apps', 'examples', '.']
    .flatMap((parent) => readdirSync(join(root, parent)).map((name) => join(parent, name)))
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .sort()
    .map((folder) => ({ folder, manifest: readManifest(folder) }));
}

export function publishedPackages(): WorkspacePackage[] {
  return workspacePackages().filter(({ manifest }) => !manifest.private);
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
}
